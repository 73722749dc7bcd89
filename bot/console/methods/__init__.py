"""The Web API methods that the app uses; each module adds its own to the registry."""
