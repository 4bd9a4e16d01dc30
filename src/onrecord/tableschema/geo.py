"""The structure of GeoJSON (RFC 7946) and TopoJSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# For each geometry, the depth of the lists around its positions, and the least length of the innermost list.
_SHAPES = {
    "Point": (0, 0),
    "MultiPoint": (1, 0),
    "LineString": (1, 2),
    "MultiLineString": (2, 2),
    "Polygon": (2, 4),
    "MultiPolygon": (3, 4),
}


def is_geojson(value: Any) -> bool:
    """Whether a value has the structure that RFC 7946 requires for its type.

    Raises:
        LookupError: a member is missing.
        TypeError: something is not a valid list or object.
    """
    if value["type"] == "FeatureCollection":
        features = _listed(value["features"])
        return _has_box(value) and all(each["type"] == "Feature" and is_geojson(each) for each in features)
    if value["type"] == "Feature":
        geometry, properties = value["geometry"], value["properties"]
        is_feature = (geometry is None or _is_geometry(geometry)) and isinstance(properties, dict | None)
        return is_feature and type(value.get("id", "")) in (str, int, float) and _has_box(value)
    return _is_geometry(value)


def is_topojson(value: Any) -> bool:
    """Whether a value is a topology, or a geometry with arcs; raises the errors of `is_geojson`."""
    if value["type"] != "Topology":
        return _is_geometry(value, by_arcs=True)
    objects = value["objects"]
    are_objects = isinstance(objects, dict) and all(_is_geometry(each, by_arcs=True) for each in objects.values())
    return are_objects and _are_nested(value["arcs"], 2, 2, _is_position)


def _has_box(value: Any) -> bool:
    """Whether the bounding box, if the value has one, has both ends of each dimension; section 5."""
    box = value.get("bbox", [0] * 4)
    are_numbers = isinstance(box, list) and all(type(bound) in (int, float) for bound in box)
    return are_numbers and len(box) >= 4 and len(box) % 2 == 0


def _is_ring(value: Any) -> bool:
    """Whether a line is closed; section 3.1.6: the first and the last position "MUST contain identical values"."""
    return bool(value[0] == value[-1])


def _is_geometry(value: Any, by_arcs: bool = False) -> bool:
    kind = value["type"]
    if not by_arcs and not _has_box(value):
        return False
    if kind == "GeometryCollection":
        return all(_is_geometry(each, by_arcs) for each in _listed(value["geometries"]))
    depth, least = _SHAPES[kind]
    if by_arcs and "Point" not in kind:
        return _are_nested(value["arcs"], depth, 0, lambda arc: type(arc) is int)
    coordinates = value["coordinates"]
    if not _are_nested(coordinates, depth, least, _is_position):
        return False
    polygons = [coordinates] if kind == "Polygon" else coordinates if kind == "MultiPolygon" else []
    return by_arcs or all(_is_ring(ring) for polygon in polygons for ring in polygon)


def _are_nested(value: Any, depth: int, least: int, is_such: Callable[[Any], bool]) -> bool:
    if not depth:
        return is_such(value)
    long_enough = depth > 1 or len(value) >= least
    return long_enough and all(_are_nested(part, depth - 1, least, is_such) for part in _listed(value))


def _is_position(value: Any) -> bool:
    return len(_listed(value)) >= 2 and all(type(part) in (int, float) for part in value)


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value
