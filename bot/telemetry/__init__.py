"""What can be seen from outside of how Rapport does: metrics, traces, readiness, and which request a log line is of."""
