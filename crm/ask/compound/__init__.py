"""Questions that hold one figure of the record against another: each part is read by itself, then joined."""
