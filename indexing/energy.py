"""What the GPUs of this machine have drawn, where NVIDIA's driver tells."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any


def nvml() -> Any:
    """NVIDIA's management library; an ImportError where it is not installed."""
    return importlib.import_module("pynvml")


class GpuEnergy:
    """Joules since the driver was loaded, over all GPUs: two readings give what was drawn between them.

    Args:
        load: gives the library; called once, at the first reading.
    """

    def __init__(self, load: Callable[[], Any] = nvml) -> None:
        self._load = load
        self._library: Any = None
        self._devices: list[Any] | None = None

    def joules(self) -> float | None:
        """None without NVML, without a GPU, or where one of them does not count (older than Volta)."""
        if self._devices is None:
            self._devices = self._open()
        if not self._devices:
            return None
        try:
            return sum(int(self._library.nvmlDeviceGetTotalEnergyConsumption(each)) for each in self._devices) / 1000
        except self._library.NVMLError:
            return None

    def _open(self) -> list[Any]:
        try:
            self._library = self._load()
        except ImportError:
            return []
        try:
            self._library.nvmlInit()
            count = self._library.nvmlDeviceGetCount()
            return [self._library.nvmlDeviceGetHandleByIndex(number) for number in range(count)]
        except self._library.NVMLError:
            return []
