"""Events of other systems out of a queue of RabbitMQ."""

from connectors.rabbitmq.connector import Settings, connect

__all__ = ["Settings", "connect"]
