"""Runs a training script with some of its literals changed. No file is changed.

    python launcher.py FOLDER [ARGUMENT ...]

FOLDER/trial.json: {"script": path, "seed": number, "files": [{"path": path, "sha256": hex, "edits": [[start, end, old,
new], ...]}]}. Places count characters of the decoded text, behind a byte order mark. The changed texts are kept in
FOLDER and served in place of the files, to whoever imports, runs or reads them: the script, its modules, and the
children that multiprocessing starts. What libraries record goes to file descriptor 3, a JSON list [name, step, value]
a line; {"wrote": path, "from": bytes} names a log that the script opens to write to, with how much of it was there
before; {"started": command} another Python that reads the files as they lie on the disk; {"refused": why} says that nothing
was run. Descriptor 4 says that whoever looks on is there: where it is closed
without a word, everything that the trial has started is ended.

Standard library of Python 3.8 and later only.
"""

import sys

CHILD = "dropout_playground_child"
# In the environment of a trial and of whatever it starts: its folder.
MARK = "DROPOUT_PLAYGROUND_TRIAL"
# Seconds between asking the processes of a trial to end and ending them.
GRACE = 1.0
# Seconds that what has left the trial's process group gets, once the trial has ended.
SHORT = 0.2
IMPORTLIB = "<frozen importlib._bootstrap_external>"
REFUSED = 97

if sys.version_info < (3, 8):
    sys.stderr.write("Python 3.8 or later is needed, and %s is %d.%d\n" % ((sys.executable,) + tuple(sys.version_info[:2])))
    sys.exit(REFUSED)


class Refused(Exception):
    """A file is not what the changes were made for."""


class Overlay:
    """Files that are read otherwise than they lie on the disk; their changed texts lie in `folder`."""

    def __init__(self, folder, files):
        import os

        self._os = os
        self._copies = {}
        for number, file in enumerate(files):
            self._copies[self._key(file["path"])] = os.path.join(folder, "%d.text" % number)
        # Most of what a script opens is told apart by its name alone.
        self._names = {os.path.basename(key) for key in self._copies}

    def _key(self, path):
        return self._os.path.normcase(self._os.path.realpath(path))

    def copy_of(self, file):
        """The path of the changed text of `file`; None: it is not changed."""
        try:
            path = self._os.fsdecode(file)
        except TypeError:  # A file descriptor.
            return None
        real = self._os.path
        if real.normcase(real.basename(path)) not in self._names and not real.islink(path):
            return None
        return self._copies.get(self._key(path))

    def bytes_of(self, file):
        """The changed text of `file` as it would lie on the disk; None: it is not changed."""
        import io

        copy = self.copy_of(file)
        if copy is None:
            return None
        with io.FileIO(copy) as stream:
            return stream.read()

    def write(self, files):
        """Makes the changed texts. Raises Refused where a file is not as it was."""
        for file in files:
            changed = changed_bytes(file)
            with open(self._copies[self._key(file["path"])], "wb") as stream:
                stream.write(changed)


def changed_bytes(file):
    """A file's bytes after its edits, in its own encoding and with its own line ends."""
    import hashlib

    path = file["path"]
    try:
        with open(path, "rb") as stream:
            data = stream.read()
    except OSError as error:
        raise Refused("%s cannot be read: %s" % (path, error.strerror)) from None
    if hashlib.sha256(data).hexdigest() != file["sha256"]:
        raise Refused("%s has changed since the trials were planned; start them again" % path)
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    encoding = encoding_of(path, data)
    text = data[len(mark) :].decode(encoding)
    parts, end = [], 0
    for start, stop, old, new in file["edits"]:
        if text[start:stop] != old:
            raise Refused("%s has no %s where it was found" % (path, old))
        parts += [text[end:start], new]
        end = stop
    return mark + "".join(parts + [text[end:]]).encode(encoding)


def encoding_of(path, data):
    if not path.endswith((".py", ".pyw")):
        return "utf-8"
    import io
    import tokenize

    encoding = tokenize.detect_encoding(io.BytesIO(data).readline)[0]
    return "utf-8" if encoding == "utf-8-sig" else encoding


class Opener:
    """`open` for changed files. No function: as a class's attribute, `open` does not become a method."""

    def __init__(self, overlay, original):
        self._overlay = overlay
        self._original = original

    def __getattr__(self, name):
        return getattr(self._original, name)

    def __call__(self, file, mode="r", *args, **kwargs):
        is_reading = isinstance(mode, str) and not any(letter in mode for letter in "wax+")
        copy = self._overlay.copy_of(file) if is_reading else None
        if copy is None:
            return self._original(file, mode, *args, **kwargs)
        # The opener of Python 3.8's pathlib opens its own path, whatever it is given.
        kwargs.pop("opener", None)
        stream = self._original(copy, mode, *args[:5], **kwargs)
        raw = getattr(stream, "buffer", stream)
        getattr(raw, "raw", raw).name = file
        return stream


class CodeOpener:
    def __init__(self, overlay, original):
        self._overlay = overlay
        self._original = original

    def __call__(self, path):
        return self._original(self._overlay.copy_of(path) or path)


def importlib_frame(function):
    """Has Python leave the function out of tracebacks, as it does with its own import system."""
    function.__code__ = function.__code__.replace(co_filename=IMPORTLIB)
    return function


def serve(overlay):
    """Has imports, `open`, tracebacks and `inspect` read changed texts."""
    import builtins
    import io
    from importlib.machinery import SourceFileLoader

    get_code, get_data = SourceFileLoader.get_code, SourceFileLoader.get_data

    @importlib_frame
    def changed_code(self, fullname):
        data = overlay.bytes_of(self.path)
        # Compiled anew and never cached: beside the file there would be bytecode of a text that it does not have.
        return get_code(self, fullname) if data is None else self.source_to_code(data, self.path)

    @importlib_frame
    def changed_data(self, path):
        data = overlay.bytes_of(path)
        return get_data(self, path) if data is None else data

    SourceFileLoader.get_code, SourceFileLoader.get_data = changed_code, changed_data
    builtins.open = io.open = Opener(overlay, io.open)
    if hasattr(io, "open_code"):
        io.open_code = CodeOpener(overlay, io.open_code)
    if "tokenize" in sys.modules:
        sys.modules["tokenize"]._builtin_open = builtins.open


class Channel:
    """Where metrics go. Silent where its descriptor is closed or has become another file."""

    def __init__(self):
        import os

        self._os = os
        try:
            self._identity = self._identify()
        except OSError:
            self._identity = None

    def _identify(self):
        status = self._os.fstat(3)
        return status.st_dev, status.st_ino, status.st_mode

    def send(self, value):
        import json

        try:
            if self._identity is not None and self._identify() == self._identity:
                self._os.write(3, (json.dumps(value) + "\n").encode())
        except OSError:
            pass

    def metric(self, name, step, value):
        try:
            number = float(value)
            step = None if step is None else int(step)
        except Exception:  # A picture, a text, a tensor of many numbers.
            return
        # JSON has no NaN.
        self.send([str(name), step, repr(number)])

    def metrics(self, step, values):
        for name, value in dict(values or {}).items():
            self.metric(name, step, value)


def python_in(event, args):
    """The command of another Python that an audit event tells of; None for any other."""
    import os
    import re

    if event == "os.system":
        words = os.fsdecode(args[0]).split()
    elif event in ("subprocess.Popen", "os.posix_spawn", "os.exec"):
        given = args[1]
        # On Windows, and with a shell, one text.
        words = given.split() if isinstance(given, str) else [os.fsdecode(word) for word in given]
        words = words[2].split() if words[1:2] == ["-c"] and len(words) > 2 and words[0].endswith("sh") else words
    else:
        return None
    names = [re.split(r"[\\/]", word.strip("'\""))[-1] for word in words[:3]]
    is_python = any(re.match(r"(?:python[\d.]*|pypy[\d.]*|py|torchrun)(?:\.exe)?$", name) for name in names)
    return " ".join(words)[:200] if is_python else None


def note_logs(channel, is_changed):
    """
    Names the logs that this process opens to write to, however it does so, and, where files are changed, other Pythons that
    it starts, which know nothing of that.
    """
    import os
    import stat

    known = set()
    ends = (".csv", ".tsv", ".log", ".txt", ".out", ".jsonl", ".ndjson", "trainer_state.json")

    def heard(event, args):
        if event != "open":
            try:
                command = python_in(event, args) if is_changed else None
                if command is not None and command not in known:
                    known.add(command)
                    channel.send({"started": command})
            except Exception:
                pass
            return
        try:
            path, _, flags = args
            if not flags & (os.O_WRONLY | os.O_RDWR) or isinstance(path, int):
                return
            path = os.path.abspath(os.fsdecode(path))
            name = os.path.basename(path)
            if not (name.endswith(ends) or ".tfevents." in name) or (path in known and not flags & os.O_TRUNC):
                return
            known.add(path)
            size = 0
            if not flags & os.O_TRUNC and os.path.exists(path):
                status = os.stat(path)
                if not stat.S_ISREG(status.st_mode):
                    return
                size = status.st_size
            channel.send({"wrote": path, "from": size})
        except Exception:
            pass

    if hasattr(sys, "addaudithook"):
        sys.addaudithook(heard)


def guard(folder):
    """
    Leaves a process behind that waits until the trial has ended, or whoever looks on has, and then ends all that the
    trial has started and left running, in whatever process group or session that is.
    """
    import os

    try:
        os.fstat(4)
        if not hasattr(os, "fork"):
            watch_from_within()
            return
        group = os.getpid()
        # Twice: no child of the script, which may wait for all that it has.
        child = os.fork()
        if child:
            os.waitpid(child, 0)
            os.close(4)
            return
    except OSError:
        return
    try:
        os.setsid()
        if os.fork() == 0:
            keep_watch(folder, group)
    finally:
        os._exit(0)


def watch_from_within():
    """
    On Windows, which has no fork: a thread of the script's own process waits for the end of whoever looks on, and has the
    system end the process with all that it has started and that still has its parents.
    """
    import os
    import subprocess
    import threading

    def wait():
        try:
            if os.read(4, 1):
                return
        except OSError:
            pass
        subprocess.call(["taskkill", "/T", "/F", "/PID", str(os.getpid())])

    threading.Thread(target=wait, daemon=True).start()


def keep_watch(folder, group):
    import os
    import signal
    import time

    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    # What the script writes ends with the script; descriptor 3 stays open until all has ended.
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nothing, descriptor)

    def everyone(name):
        """Whether there was anyone."""
        is_anyone = False
        for end, which in [(os.killpg, group)] + [(os.kill, pid) for pid in marked(folder)]:
            try:
                end(which, name)
                is_anyone = True
            except OSError:
                pass
        return is_anyone

    grace = GRACE
    if os.read(4, 1):
        if not everyone(0):
            return
        time.sleep(SHORT)
        grace = SHORT
    if everyone(signal.SIGTERM):
        time.sleep(grace)
        everyone(signal.SIGKILL)


def marked(folder):
    """The processes of a trial, by what all of them have in their environment; this one is not among them."""
    import os

    sign = ("%s=%s" % (MARK, folder)).encode()
    found = []
    try:
        if os.path.isdir("/proc/self"):
            for name in os.listdir("/proc"):
                try:
                    with open("/proc/%s/environ" % name, "rb") as stream:
                        if sign in stream.read().split(b"\0"):
                            found.append(int(name))
                except (OSError, ValueError):
                    pass
        else:
            import subprocess

            command = ["ps", "-axEww", "-o", "pid=,command="]
            listing = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=1).stdout
            found = [int(line.split(None, 1)[0]) for line in listing.splitlines() if sign in line]
    except Exception:
        pass
    return [pid for pid in found if pid != os.getpid()]


def wrap(owner, name, record):
    """Has `record` see the arguments of each call of a function or method; what it raises is not the script's."""
    import functools

    original = getattr(owner, name)

    @functools.wraps(original)
    def recorded(*args, **kwargs):
        try:
            record(*args, **kwargs)
        except Exception:
            pass
        return original(*args, **kwargs)

    setattr(owner, name, recorded)


def recorders(channel):
    """What is done to a library once it is imported, so that what it records is seen here too."""

    def keras(module):
        if not hasattr(module, "CallbackList") or hasattr(module.CallbackList.on_epoch_end, "__wrapped__"):
            return
        wrap(module.CallbackList, "on_epoch_end", lambda _, epoch, logs=None: channel.metrics(epoch + 1, logs))

    def tensorboard(module):
        def scalar(_, tag, scalar_value, global_step=None, *args, **kwargs):
            channel.metric(tag, global_step, scalar_value)

        def scalars(_, main_tag, tag_scalar_dict, global_step=None, *args, **kwargs):
            for tag, value in tag_scalar_dict.items():
                channel.metric("%s/%s" % (main_tag, tag), global_step, value)

        wrap(module.SummaryWriter, "add_scalar", scalar)
        wrap(module.SummaryWriter, "add_scalars", scalars)

    def wandb(module):
        wrap(module.Run, "log", lambda _, data, step=None, *args, **kwargs: channel.metrics(step, data))

    def mlflow(module):
        wrap(
            module, "log_metric", lambda key, value, step=None, *args, **kwargs: channel.metric(key, step, value)
        )
        wrap(module, "log_metrics", lambda metrics, step=None, *args, **kwargs: channel.metrics(step, metrics))

    def lightning(module):
        def log(connector, metrics, step=None):
            channel.metrics(connector.trainer.global_step if step is None else step, metrics)

        wrap(module._LoggerConnector, "log_metrics", log)

    def transformers(module):
        def log(_, args, state, control, logs=None, **kwargs):
            channel.metrics(state.global_step, logs)

        wrap(module.CallbackHandler, "on_log", log)

    connector = ".trainer.connectors.logger_connector.logger_connector"
    return {
        "keras.src.callbacks.callback_list": keras,
        "keras.src.callbacks": keras,
        "keras.callbacks": keras,
        "tf_keras.src.callbacks": keras,
        "torch.utils.tensorboard.writer": tensorboard,
        "tensorboardX.writer": tensorboard,
        "wandb.sdk.wandb_run": wandb,
        "mlflow.tracking.fluent": mlflow,
        "lightning.pytorch" + connector: lightning,
        "pytorch_lightning" + connector: lightning,
        "transformers.trainer_callback": transformers,
    }


def seeders(seed):
    """Seeds generators as they are imported; a script that seeds them itself does so afterwards."""
    small = seed % 2**32

    def numpy(module):
        import functools

        module.seed(small)
        fresh = module.default_rng
        count = [0]

        @functools.wraps(fresh)
        def default_rng(seed=None):
            if seed is not None:
                return fresh(seed)
            count[0] += 1
            return fresh([small, count[0]])

        module.default_rng = default_rng

    return {
        "random": lambda module: module.seed(seed),
        "numpy.random": numpy,
        "torch": lambda module: module.manual_seed(seed),
        "tensorflow": lambda module: module.random.set_seed(small),
    }


def multiprocessing_hooks(folder):
    """Has processes that multiprocessing starts anew (spawn, forkserver) read the changed texts as well."""
    # `open` and `compile` alone: nothing of the child's own is touched before.
    start = "exec(compile(open(%r, encoding='utf-8').read(), %r, 'exec'), {'__name__': %r, '__file__': %r, 'FOLDER': %r}); "
    start %= (__file__, __file__, CHILD, __file__, folder)
    ours = ("from multiprocessing.spawn import", "from multiprocessing.forkserver import")

    def changed(command):
        return [start + word if isinstance(word, str) and word.startswith(ours) else word for word in command]

    def util(module):
        spawn = module.spawnv_passfds
        module.spawnv_passfds = lambda path, args, fds: spawn(path, changed(args), fds)

    def windows(module):
        command = module.get_command_line
        module.get_command_line = lambda **kwargs: changed(command(**kwargs))

    if sys.platform == "win32":
        return {"multiprocessing.spawn": windows}
    return {"multiprocessing.util": util}


def after_imports(hooks):
    """Calls a hook with its module once that has been imported; one that fails is left out."""
    from importlib.machinery import SourceFileLoader

    def call(name, module):
        try:
            hooks[name](module)
        except Exception:
            pass

    exec_module = SourceFileLoader.exec_module

    @importlib_frame
    def exec_and_call(self, module):
        exec_module(self, module)
        if module.__name__ in hooks:
            call(module.__name__, module)

    SourceFileLoader.exec_module = exec_and_call
    for name in hooks:
        if name in sys.modules:
            call(name, sys.modules[name])


def show_lines(overlay, files):
    """Gives `inspect` and tracebacks the changed lines; an entry without a time is kept."""
    import io
    import linecache
    import tokenize

    for file in files:
        data = overlay.bytes_of(file["path"])
        try:
            encoding = tokenize.detect_encoding(io.BytesIO(data).readline)[0]
            text = io.TextIOWrapper(io.BytesIO(data), encoding).read()
        except (SyntaxError, UnicodeDecodeError):
            continue
        linecache.cache[file["path"]] = (len(data), None, text.splitlines(True), file["path"])


def trial_of(folder):
    import json
    import os

    with open(os.path.join(folder, "trial.json"), encoding="utf-8") as stream:
        return json.load(stream)


def prepare(folder, trial, overlay):
    """What parent and children have in common."""
    files = trial["files"]
    if files:
        serve(overlay)
        show_lines(overlay, [file for file in files if file["path"].endswith((".py", ".pyw"))])
    return {**seeders(trial["seed"]), **(multiprocessing_hooks(folder) if files else {})}


def child(folder):
    trial = trial_of(folder)
    after_imports(prepare(folder, trial, Overlay(folder, trial["files"])))


def main(folder, arguments):
    guard(folder)
    channel = Channel()
    trial = trial_of(folder)
    overlay = Overlay(folder, trial["files"])
    try:
        overlay.write(trial["files"])
    except Refused as error:
        channel.send({"refused": str(error)})
        sys.exit(REFUSED)
    after_imports({**prepare(folder, trial, overlay), **recorders(channel)})
    note_logs(channel, bool(trial["files"]))
    run(trial["script"], arguments)


def run(script, arguments):
    """Runs `script` as `python script` does: as the module `__main__`, its folder first on the path."""
    import builtins
    import io
    import os
    import types
    from importlib.machinery import SourceFileLoader

    # A pipe would be written to in blocks, and whoever looks on would see nothing for long.
    sys.stdout.reconfigure(line_buffering=True)
    sys.argv = [script, *arguments]
    if not getattr(sys.flags, "safe_path", False):
        sys.path[0] = os.path.dirname(os.path.realpath(script))
    module = types.ModuleType("__main__")
    loader = SourceFileLoader("__main__", script)
    module.__dict__.update(__file__=script, __builtins__=builtins, __loader__=loader, __cached__=None)
    sys.modules["__main__"] = module
    try:
        with io.open_code(script) as stream:
            source = stream.read()
        exec(compile(source, script, "exec", dont_inherit=True), module.__dict__)
    except SystemExit:
        raise
    except BaseException as error:
        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
            trace = trace.tb_next
        sys.excepthook(type(error), error.with_traceback(trace), trace)
        sys.exit(1)


if __name__ == CHILD:
    child(globals()["FOLDER"])
elif __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
