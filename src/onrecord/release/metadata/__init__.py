"""Descriptions of a release for people, citation managers, repositories and search engines."""
