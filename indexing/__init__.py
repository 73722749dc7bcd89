"""What text means: embedding, mood, vectors, retrieval, the local model."""

import os

# From 1.29 on onnxruntime reports its use to its maker unless this is set before its first import
# (microsoft/onnxruntime, pull request 27379). Nothing leaves this machine.
os.putenv("ORT_DISABLE_TELEMETRY", "1")
