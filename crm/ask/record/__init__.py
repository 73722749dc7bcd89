"""What of a tenant's record can be asked about."""
