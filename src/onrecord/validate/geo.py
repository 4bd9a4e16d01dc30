"""What GeoJSON (RFC 7946) and TopoJSON ask of a value of JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# Of a geometry, the depth of the lists around its positions, and the least length of the innermost.
_SHAPES = {
    "Point": (0, 0),
    "MultiPoint": (1, 0),
    "LineString": (1, 2),
    "MultiLineString": (2, 2),
    "Polygon": (2, 4),
    "MultiPolygon": (3, 4),
}


def is_geojson(value: Any) -> bool:
    """Whether a value has what RFC 7946 asks of its type.

    Raises:
        LookupError: a member is missing.
        TypeError: something is no list or object.
    """
    if value["type"] == "FeatureCollection":
        return all(one["type"] == "Feature" and is_geojson(one) for one in _listed(value["features"]))
    if value["type"] == "Feature":
        geometry, properties = value["geometry"], value["properties"]
        return (geometry is None or _is_geometry(geometry)) and (properties is None or isinstance(properties, dict))
    return _is_geometry(value)


def is_topojson(value: Any) -> bool:
    """Whether a value is a topology, or a geometry by arcs; raises as `is_geojson`."""
    if value["type"] != "Topology":
        return _is_geometry(value, by_arcs=True)
    objects = value["objects"]
    are_objects = isinstance(objects, dict) and all(_is_geometry(one, by_arcs=True) for one in objects.values())
    return are_objects and _are_nested(value["arcs"], 2, 2, _is_position)


def _is_geometry(value: Any, by_arcs: bool = False) -> bool:
    kind = value["type"]
    if kind == "GeometryCollection":
        return all(_is_geometry(one, by_arcs) for one in _listed(value["geometries"]))
    depth, least = _SHAPES[kind]
    if by_arcs and "Point" not in kind:
        return _are_nested(value["arcs"], depth, 0, lambda arc: type(arc) is int)
    return _are_nested(value["coordinates"], depth, least, _is_position)


def _are_nested(value: Any, depth: int, least: int, is_such: Callable[[Any], bool]) -> bool:
    if not depth:
        return is_such(value)
    long_enough = depth > 1 or len(value) >= least
    return long_enough and all(_are_nested(part, depth - 1, least, is_such) for part in _listed(value))


def _is_position(value: Any) -> bool:
    return len(_listed(value)) >= 2 and all(type(part) in (int, float) for part in value)


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("no list")
    return value
