"""Measures the release of crm against PostgreSQL itself and against the bare HTTP server."""
