"""How well asks are told from other sentences of business mail; `--write` fits the weights that Rapport ships."""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_score, recall_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from crm.reading.features import features

DATA = Path(__file__).parents[2] / "shared" / "data" / "asks" / "enron_asks_train.tsv"
WEIGHTS = Path(__file__).parents[1] / "crm" / "reading" / "ask_weights.json"
SEED = 7
COST = 6.0
SEEN = 3  # sentences a feature must be in


def sentences_of(path: Path) -> list[tuple[bool, str]]:
    """Every sentence once, in an order that any machine repeats."""
    rows = [line.split("\t", 1) for line in path.read_text(encoding="utf-8", errors="replace").splitlines()]
    once = {row[1].lower(): (row[0] == "Yes", row[1]) for row in rows if len(row) == 2}
    ordered = list(once.values())
    random.Random(SEED).shuffle(ordered)
    return ordered


def fit(rows: list[tuple[bool, str]]) -> tuple[Any, Any, float]:
    """The vectoriser, the classifier, and the threshold that did best in five-fold cross-validation."""
    vectoriser = TfidfVectorizer(analyzer=features, min_df=SEEN, use_idf=False)
    known = vectoriser.fit_transform([text for _, text in rows])
    wanted = np.array([label for label, _ in rows])
    model = LogisticRegression(C=COST, max_iter=1000)
    folds = StratifiedKFold(5, shuffle=True, random_state=1)
    guessed = cross_val_predict(model, known, wanted, cv=folds, method="predict_proba")[:, 1]
    threshold = max(np.arange(0.3, 0.66, 0.02), key=lambda cut: float(f1_score(wanted, guessed > cut)))
    return vectoriser, model.fit(known, wanted), float(threshold)


def measure(rows: list[tuple[bool, str]]) -> dict[str, Any]:
    """Figures on a third that was not fitted on, beside word pairs with logistic regression."""
    third = len(rows) // 3
    held, fitted = rows[:third], rows[third:]
    wanted = np.array([label for label, _ in held])
    vectoriser, model, threshold = fit(fitted)
    ours = model.predict_proba(vectoriser.transform([text for _, text in held]))[:, 1] > threshold
    plain = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    common = LogisticRegression(C=3, max_iter=1000)
    common.fit(plain.fit_transform([text for _, text in fitted]), [label for label, _ in fitted])
    baseline = common.predict(plain.transform([text for _, text in held]))
    return {
        "held_out": third,
        "threshold": round(threshold, 2),
        "model": _scores(wanted, ours),
        "tf-idf + logistic regression": _scores(wanted, baseline),
    }


def _scores(wanted: Any, found: Any) -> dict[str, float]:
    return {
        "precision": round(float(precision_score(wanted, found)), 3),
        "recall": round(float(recall_score(wanted, found)), 3),
        "f1": round(float(f1_score(wanted, found)), 3),
    }


def write(rows: list[tuple[bool, str]]) -> None:
    vectoriser, model, threshold = fit(rows)
    weights = {name: round(float(model.coef_[0][i]), 3) for name, i in sorted(vectoriser.vocabulary_.items())}
    content = {"intercept": round(float(model.intercept_[0]), 4), "threshold": round(threshold, 2), "weights": weights}
    WEIGHTS.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--write", action="store_true", help="fit on every sentence and write crm/reading/ask_weights.json"
    )
    arguments = parser.parse_args()
    if not DATA.exists():
        sys.exit(f"The sentences are not at {DATA.parent}.")
    rows = sentences_of(DATA)
    print(json.dumps(measure(rows), indent=2))
    if arguments.write:
        write(rows)


if __name__ == "__main__":
    main()
