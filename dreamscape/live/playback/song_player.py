"""Plays songs one after the other, each to its dream.

Songs lie in a mix that only goes forward (`songs.song_mix`); the dream's ticks lie in it from an offset on, which a
jump of either moves. While the dream is the one that was made for the song, a jump in the dream is one in the song. Any
other dream goes its own way.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.hearing.song import Song
from dreamscape.hearing.song_tags import SongTags
from dreamscape.live.playback.song_dreams import Coming, SongDreams
from dreamscape.live.playback.song_loader import SongLoader, open_from
from dreamscape.live.playback.stage import Stage
from dreamscape.songs.song_mix import SWITCH, SongMix
from dreamscape.songs.song_order import SongOrder
from dreamscape.synthesis.voice import RATE, SAMPLES_PER_TICK

KEPT = 3 * RATE  # samples that a song is kept for after it has gone: the picture may be a little behind
LATE = RATE  # samples: a passage that is nearer than that may have been rendered already
RESTART = 3.0  # s of a song after which "the song before" is its own beginning


class MixOutput(Protocol):
    """What the mix sounds through, such as `live_sound.SongsSound`."""

    def heard(self) -> float:
        """The position in the mix that is heard now, s."""

    def replace(self, changes: Callable[[int], None]) -> int:
        """As of `Speaker.replace`."""


class SongPlayer:
    """Plays songs.

    Args:
        order: of the songs.
        place, song: of the first one, open.
        fade: s that a song passes into the next.
        dreams: what they are played to.

    Attributes:
        mix: the songs as one stream.
        offset: the sample of the mix at which the dream's tick 0 lies.
        song, listed: what plays.
        began: how many songs have begun before it.
        order: as above.
    """

    def __init__(self, order: SongOrder, place: int, song: Song, fade: float, dreams: SongDreams) -> None:
        self.mix, self.offset = SongMix(), 0
        self.order, self._place, self.song, self.listed = order, place, song, order.at(place)
        self._fade, self._dreams = round(fade * RATE), dreams
        self.began = 0
        self._begin = 0  # of the song in the mix
        self._next: tuple[int, Song] | None = None
        self._opening: int | None = None  # the place of the next one, while it is being opened
        self._join: int | None = None  # where the next one begins in the mix, once that is arranged
        self._stage: Stage | None = None
        self._sound: MixOutput | None = None
        self._stepped = 0  # the sample of the mix in the last frame
        self._open = [song]
        self._loader = SongLoader(order)
        self._loader.decode(song)
        self.mix.pass_to(song, 0, 0)

    def begin(self, stage: Stage, tick: int) -> None:
        """Play in a session whose dream begins at a tick."""
        self._stage, self.offset = stage, -tick * SAMPLES_PER_TICK
        self._dreams.begin(stage)
        if self._dreams.plays_own:
            self._begin = self.offset
            self.mix.pass_to(self.song, self._begin, 0)

    def attach(self, sound: MixOutput) -> None:
        """Sound through a speaker from now on."""
        self._sound = sound

    @property
    def has_sound(self) -> bool:
        """Whether it sounds."""
        return self._sound is not None

    @property
    def now(self) -> int:
        """The sample of the mix that is heard now."""
        return round(self._sound.heard() * RATE) if self._sound else self._stepped

    @property
    def position(self) -> float:
        """How far the song has come, s."""
        return max(0.0, (self.now - self._begin) / RATE)

    @property
    def path(self) -> Path:
        """Of the song's file."""
        return self.listed.path

    @property
    def count(self) -> int:
        """How many songs there are, without those that are left out."""
        return self.order.count

    @property
    def tags(self) -> SongTags:
        """What the song is called: by its tags, or else by the list that names it."""
        tags = self.song.tags
        if tags.artist or not self.listed.title:
            return tags
        artist, dash, title = self.listed.title.partition(" - ")
        return SongTags(title, artist, tags.album) if dash else SongTags(self.listed.title, "", tags.album)

    @property
    def seconds(self) -> float:
        """How long the song is, s; 0 while that is not known."""
        return (self.song.known_length or 0) / RATE or self.song.expected

    def step(self) -> None:
        """Take in the time that has passed; called once a frame."""
        if self._sound is None:
            self._stepped = self._stage_().playhead.tick * SAMPLES_PER_TICK + self.offset
        now = self.now
        self.mix.drop_before(now - KEPT)
        self._close_those_that_are_over()
        for mistakes in (self.mix.mistakes, self._loader.mistakes):
            while mistakes:
                self._stage_().hud.say(mistakes.popleft())
        if self._next and self._join is not None and now >= self._join:
            self._arrive(*self._next, self._join)
        self._arrange(now)
        self._dreams.step(self.path, max(0, now - self._begin) // SAMPLES_PER_TICK, self._coming(now))

    def next(self) -> None:
        """Play the next song now."""
        self._go(self.order.after(self._place), back=False)

    def previous(self) -> None:
        """Play the song from its beginning, or the one before if it has just begun."""
        before = self.order.before(self._place)
        if self.position > RESTART or before == self._place:
            self.seek(0.0)
        else:
            self._go(before, back=True)

    def seek(self, seconds: float) -> None:
        """Jump to a position in the song; its own dream follows as soon as it can."""
        seconds = max(0.0, min(seconds, self.seconds or seconds))
        self._seek_to(round(seconds * RATE))
        self._dreams.seek(round(seconds * TICKS_PER_SECOND))

    def dream_jumped(self, tick: int) -> None:
        """Take in that the session plays at a tick of its dream from now on."""
        if self._stage is None:
            return
        asked_for, is_own = self._dreams.jumped(tick), self._dreams.plays_own
        if is_own and not asked_for:
            self._seek_to(tick * SAMPLES_PER_TICK)
        self.offset = self._begin if is_own else self.now - tick * SAMPLES_PER_TICK

    def dream_over(self) -> bool:
        """Whether the dream waits at its end for another one, rather than to begin again."""
        return self._dreams.wait

    def close(self) -> None:
        """Stop, and close all songs."""
        self._loader.close()
        self._dreams.close()
        for song in self._open:
            song.close()

    def _stage_(self) -> Stage:
        assert self._stage is not None
        return self._stage

    def _coming(self, now: int) -> Coming | None:
        """The next song, once it is arranged."""
        if self._next is None or self._join is None:
            return None
        place = self._next[0]
        return Coming(self.order.at(place).path, (self._join - now) / RATE, lambda: self._place == place)

    def _opened(self, song: Song) -> Song:
        if song not in self._open:
            self._open.append(song)
        return song

    def _close_those_that_are_over(self) -> None:
        """Close songs that play no part any more."""
        kept = [self.song, *(passage.song for passage in self.mix.passages), *([self._next[1]] if self._next else [])]
        for song in [song for song in self._open if song not in kept]:
            self._open.remove(song)
            song.close()

    def _seek_to(self, sample: int) -> None:
        """Pass to a sample of the song, where what is rendered from now on begins."""
        self._begin = self._replace(lambda head: self.mix.pass_to(self.song, head - sample, head)) - sample
        self._join = None

    def _replace(self, passes: Callable[[int], None]) -> int:
        """Change the mix from the returned sample on, which is the earliest that can be changed."""
        if self._sound:
            return self._sound.replace(passes)
        passes(self._stepped)
        return self._stepped

    def _go(self, place: int, back: bool) -> None:
        """Pass to the song at a place now, or to the next one there that can be opened."""
        ahead, self._next = self._next, None
        if ahead and ahead[0] == place:
            song: Song | None = ahead[1]
        else:
            self._dreams.expect_another()
            place, song, notes = open_from(self.order, place, back)
            for note in notes:
                self._stage_().hud.say(note)
        if song is None:
            self._stage_().hud.say("no song can be played any more")
            return
        entered = self._opened(song)
        self._arrive(place, song, self._replace(lambda head: self.mix.pass_to(entered, head, head)))

    def _arrive(self, place: int, song: Song, begin: int) -> None:
        """Another song has begun to sound."""
        self._place, self.song, self.listed = place, song, self.order.at(place)
        self._begin, self._next, self._join, self._opening = begin, None, None, None
        self.began += 1
        self._dreams.arrive()
        self._loader.decode(song)

    def _arrange(self, now: int) -> None:
        """Have the next song open, and lay it where this one ends."""
        if self._next is None and not self.order.is_empty:
            if self._opening is None:
                self._opening = self.order.after(self._place)
            if (opened := self._loader.opened(self._opening)) is None:
                return
            self._opening = None
            place, song, notes = opened
            for note in notes:
                self._stage_().hud.say(note)
            self._next = (place, self._opened(song)) if song else None
        if self._next is None or self._join is not None or (length := self.song.known_length) is None:
            return
        song = self._next[1]
        fade = min(self._fade, length // 2, round(song.expected * RATE / 2.0) or self._fade)
        join = self._begin + length - fade
        if join > now + LATE:
            self.mix.pass_to(song, join, join, fade)
            self._join = join
        else:
            self._join = self._join_late(song, join, fade)

    def _join_late(self, song: Song, join: int, fade: int) -> int:
        """Lay a song where it should join, or as soon after it as the mix can be changed; returns where."""

        def passes(head: int) -> None:
            at = max(head, join)
            self.mix.pass_to(song, at, at, max(join + fade - at, SWITCH))

        return max(self._replace(passes), join)
