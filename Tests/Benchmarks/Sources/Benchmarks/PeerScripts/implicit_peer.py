"""Fits the ALS of the package implicit to pairs and says how well it foresees others, as JSON.

implicit_peer.py TRAIN VALIDATION, both CSV files of `user,item`. Of a few settings the one that foresees
the validation part best is told, which favours it.
"""

import json
import os
import resource
import sys
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy  # noqa: E402
from implicit.als import AlternatingLeastSquares  # noqa: E402
from scipy.sparse import csr_matrix  # noqa: E402

CUT = 20
SETTINGS = [
    {"factors": 64, "regularization": regularization, "alpha": alpha, "iterations": 15}
    for regularization in (0.05, 0.5, 5.0)
    for alpha in (1.0, 5.0)
]


def pairs(path):
    return numpy.loadtxt(path, delimiter=",", skiprows=1, dtype=numpy.int32, ndmin=2)


def quality(model, train, wanted):
    """The mean recall and NDCG over users with something to foresee."""
    users = numpy.array(sorted(wanted))
    lists, _ = model.recommend(users, train[users], N=CUT, filter_already_liked_items=True)
    discounts = 1 / numpy.log2(numpy.arange(2, CUT + 2))
    recalls, gains = [], []
    for user, items in zip(users, lists):
        hits = numpy.isin(items, wanted[user])
        recalls.append(hits.sum() / len(wanted[user]))
        gains.append((hits * discounts).sum() / discounts[: len(wanted[user])].sum())
    return float(numpy.mean(recalls)), float(numpy.mean(gains))


def main(train_path, validation_path):
    known, held = pairs(train_path), pairs(validation_path)
    shape = tuple(max(known[:, side].max(), held[:, side].max()) + 1 for side in (0, 1))
    ones = numpy.ones(len(known), dtype=numpy.float32)
    train = csr_matrix((ones, (known[:, 0], known[:, 1])), shape=shape)
    wanted = {}
    for user, item in held:
        wanted.setdefault(int(user), []).append(int(item))
    best = None
    for settings in SETTINGS:
        model = AlternatingLeastSquares(random_state=1, **settings)
        started = time.perf_counter()
        model.fit(train, show_progress=False)
        seconds = time.perf_counter() - started
        recall, gain = quality(model, train, wanted)
        if best is None or recall > best["recall"]:
            best = {"recall": recall, "gain": gain, "seconds": seconds}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps(dict(best, bytes=peak)))


main(*sys.argv[1:])
