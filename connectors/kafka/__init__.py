"""Events of other systems out of a topic of Kafka."""

from connectors.kafka.connector import Settings, connect

__all__ = ["Settings", "connect"]
