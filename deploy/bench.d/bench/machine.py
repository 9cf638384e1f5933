"""What the machine tells: free ports, memory of a process, how busy it is."""
import os
import socket
import threading
import time


def free_port(wanted=0):
    """The port, or one that nobody uses when it is 0."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", wanted))
        return probe.getsockname()[1]


def resident(pid):
    """Resident memory of the process in MB."""
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return 0.0


class Watch:
    """The largest resident memory of a process while the block runs, looked at every 50 ms."""

    def __init__(self, pid):
        self.pid = pid
        self.most = 0.0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._look)

    def _look(self):
        while not self.ended.is_set():
            self.most = max(self.most, resident(self.pid))
            self.ended.wait(0.05)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()


def _ticks():
    with open("/proc/stat", encoding="ascii") as stat:
        numbers = [int(word) for word in stat.readline().split()[1:]]
    return sum(numbers), numbers[3] + numbers[4]


def busy(seconds=2.0):
    """The share of all cores that others use while nothing of ours runs, 0 to 1."""
    before, idle_before = _ticks()
    time.sleep(seconds)
    after, idle_after = _ticks()
    return 1 - (idle_after - idle_before) / max(1, after - before)


def description():
    """The machine in one line."""
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{os.cpu_count()} cores, load {load}, {busy():.0%} busy with other things"
