"""What a package is on disk: opening its files, updating them as a whole, keeping other runs out."""

DESCRIPTOR = "datapackage.json"
