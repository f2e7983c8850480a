"""Bytes of YAML files → records of a guideline: read (YAML), conditions, sections."""
