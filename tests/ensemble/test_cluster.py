"""A Dask cluster of two workers on this machine gives the digest of one process."""

from __future__ import annotations

import socket
from contextlib import closing

import pytest

from sim.api import ensemble
from sim.ensemble.crew import cluster
from sim.errors import UsageError
from tests.support.ensembles import expected, is_partition

distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_two_dask_workers_give_the_same():
    """In tasks of at least a hundred short runs; nothing is lost or done twice."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    ) as workers:
        many = ensemble("ring", runs=250, cluster=workers.scheduler_address)
    assert (many.digest, is_partition(many.store)) == (expected(250), True)
    assert next(len(span) for span in many.store.spans()) == 100


@pytest.mark.parametrize("address", ["nonsense", "http://127.0.0.1:80", "tcp://127.0.0.1:x", "tcp://127.0.0.1"])
def test_what_is_no_address_is_refused(address):
    """In one line, before anything is played."""
    with pytest.raises(UsageError, match="allowed: the address of a running Dask scheduler") as refusal:
        cluster(address)
    assert len(str(refusal.value).splitlines()) == 1


def test_a_scheduler_that_is_not_there_is_said():
    """A port on which nobody listens."""
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(UsageError, match="nobody answers"):
            cluster(f"tcp://127.0.0.1:{taken.getsockname()[1]}")
