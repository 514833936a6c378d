"""Expressions for the sizes of targets, such as `max(floor($WIDTH*$quality/2.0),1.0)`: worked out, never run."""

import math
import re
from collections.abc import Callable, Mapping

from dreamscape.errors import InputError
from dreamscape.text import short

LONGEST, DEEPEST = 400, 32  # signs of an expression; parentheses and signs inside each other
_TOKEN = re.compile(r"\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)f?|(\$?[A-Za-z_]\w*)|(.))")
_FUNCTIONS: dict[str, tuple[int, Callable[..., float]]] = {
    "floor": (1, math.floor),
    "ceil": (1, math.ceil),
    "round": (1, round),
    "abs": (1, abs),
    "sqrt": (1, math.sqrt),
    "min": (2, min),
    "max": (2, max),
    "pow": (2, math.pow),
    "mod": (2, math.fmod),
}


class Size:
    """One expression: numbers, `$WIDTH`, `$HEIGHT` and `$input`, + - * / %, parentheses, and `floor` and its like.

    Args:
        text: the expression.
        where: names it in messages.

    Raises:
        InputError: it is none; says what was found.
    """

    def __init__(self, text: str, where: str) -> None:
        self.text, self._where = text, where
        if len(text) > LONGEST:
            raise InputError(f"{where}: expected an expression of at most {LONGEST} signs, got {len(text)}")
        self._tokens = [next(filter(None, found)) for found in _TOKEN.findall(text.strip())]
        self.names = {token[1:] for token in self._tokens if token[0] == "$"}
        self.pixels(dict.fromkeys(self.names, 1.0), lenient=True)

    def pixels(self, values: Mapping[str, float], lenient: bool = False) -> int:
        """How many pixels it asks for, at least 1, where the names have these values.

        Raises:
            InputError: a name has no value, or there is no such number; `lenient` lets the latter be 1.
        """
        self._values, self._place, self._depth = values, 0, 0
        try:
            number = self._sum()
            if self._place < len(self._tokens):
                raise self._wrong(self._tokens[self._place])
            return max(1, int(number))
        except (ArithmeticError, ValueError):
            if lenient:
                return 1
            raise InputError(f"{self._where}: {short(self.text)} is no number of pixels") from None

    def _wrong(self, token: str) -> InputError:
        found = repr(token) if token else "its end"
        return InputError(f"{self._where}: expected a size such as $WIDTH/2.0, found {found} in {short(self.text)}")

    def _peek(self) -> str:
        return self._tokens[self._place] if self._place < len(self._tokens) else ""

    def _take(self, expected: str = "") -> str:
        token = self._peek()
        if not token or (expected and token != expected):
            raise self._wrong(token)
        self._place += 1
        return token

    def _sum(self) -> float:
        value = self._product()
        while self._peek() in ("+", "-"):
            value = value + self._product() if self._take() == "+" else value - self._product()
        return value

    def _product(self) -> float:
        value = self._single()
        while (sign := self._peek()) in ("*", "/", "%"):
            self._take()
            other = self._single()
            value = value * other if sign == "*" else value / other if sign == "/" else math.fmod(value, other)
        return value

    def _single(self) -> float:
        token = self._take()
        self._depth += 1
        if self._depth > DEEPEST:
            raise InputError(f"{self._where}: {short(self.text)} is nested too deep")
        if token in ("-", "+"):
            value = self._single() * (-1.0 if token == "-" else 1.0)
        elif token == "(":
            value = self._sum()
            self._take(")")
        elif token in _FUNCTIONS:
            value = self._call(*_FUNCTIONS[token])
        elif token[0] == "$" and len(token) > 1:
            if token[1:] not in self._values:
                raise InputError(f"{self._where}: there is no number {short(token)} in {short(self.text)}")
            value = self._values[token[1:]]
        elif token[0].isdigit() or token[0] == ".":
            value = float(token)
        else:
            raise self._wrong(token)
        self._depth -= 1
        return value

    def _call(self, count: int, function: Callable[..., float]) -> float:
        self._take("(")
        arguments = [self._sum()]
        while self._peek() == ",":
            self._take()
            arguments.append(self._sum())
        self._take(")")
        if len(arguments) != count:
            raise self._wrong(",")
        return float(function(*arguments))
