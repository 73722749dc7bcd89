"""What a team would put together in a day: LlamaIndex' IngestionPipeline, its Chroma store, Chroma's default MiniLM in
float32, Presidio with its default recognisers, and a row per document.

Nothing of Rapport is in it. Two things are left out in its favour: the language model that Presidio finds names with
(the default one has half a gigabyte; here it has none, finds none and costs nothing), and moods, tags and links.
"""

from __future__ import annotations

import mailbox
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import spacy
import tldextract
from chromadb import PersistentClient
from chromadb.config import Settings
from chromadb.utils.embedding_functions import ONNXMiniLM_L6_V2
from llama_index.core import Document
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import BaseNode, TransformComponent
from llama_index.vector_stores.chroma import ChromaVectorStore
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import SpacyNlpEngine
from pydantic import PrivateAttr

from benchmarks.float_model import write

ROW = "INSERT INTO documents (id, subject, text) VALUES (?, ?, ?)"


class Naive:
    """Takes the mails of an mbox in.

    Args:
        folder: where its model, its vectors and its database come to lie.
    """

    def __init__(self, folder: Path) -> None:
        client = PersistentClient(str(folder / "vectors"), Settings(anonymized_telemetry=False))
        store = ChromaVectorStore(chroma_collection=client.get_or_create_collection("mails"))
        steps = [SentenceSplitter(), _Redaction(_analyzer()), _Embedding(folder / "model")]
        self._pipeline = IngestionPipeline(transformations=steps, vector_store=store, disable_cache=True)
        self._rows = sqlite3.connect(folder / "documents.db")
        self._rows.execute("CREATE TABLE documents (id TEXT PRIMARY KEY, subject TEXT, text TEXT)")

    def take(self, box: Path) -> int:
        """How many documents it made."""
        mails = mailbox.mbox(box, factory=None)
        documents = [
            Document(id_=str(mail["Message-ID"]), text=_body(mail), metadata={
                "subject": str(mail["Subject"]), "from": str(mail["From"]), "date": str(mail["Date"])
            })
            for mail in mails
        ]  # fmt: skip
        for node in self._pipeline.run(documents=documents):
            self._rows.execute(ROW, (node.node_id, node.metadata["subject"], node.get_content()))
            self._rows.commit()
        return len(documents)


class _Redaction(TransformComponent):
    """Each finding is replaced by its type."""

    _analyzer: Any = PrivateAttr()

    def __init__(self, analyzer: Any) -> None:
        super().__init__()
        self._analyzer = analyzer

    def __call__(self, nodes: Sequence[BaseNode], **_: Any) -> Sequence[BaseNode]:
        for node in nodes:
            text = node.get_content()
            found = sorted(self._analyzer.analyze(text, language="en"), key=lambda one: -one.start)
            for one in found:
                text = text[: one.start] + f"<{one.entity_type}>" + text[one.end :]
            node.set_content(text)
        return nodes


class _Embedding(BaseEmbedding):
    """Chroma's default embedding function as LlamaIndex wants one."""

    _function: Any = PrivateAttr()

    def __init__(self, folder: Path) -> None:
        super().__init__(model_name="chroma default")
        write(folder / ONNXMiniLM_L6_V2.EXTRACTED_FOLDER_NAME)
        self._function = ONNXMiniLM_L6_V2()
        self._function.DOWNLOAD_PATH = folder

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [each.tolist() for each in self._function(texts)]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


def _body(mail: mailbox.mboxMessage) -> str:
    body = mail.get_payload(decode=True)
    return body.decode() if isinstance(body, bytes) else ""


def _analyzer() -> Any:
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())  # it would fetch a list
    engine: Any = SpacyNlpEngine(models=[{"lang_code": "en", "model_name": "blank"}])
    engine.nlp = {"en": spacy.blank("en")}
    return AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])
