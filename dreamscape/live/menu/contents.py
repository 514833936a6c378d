"""What the menu offers: its sections and their rows, built from the session's present state."""

from collections.abc import Callable

from dreamscape import rng
from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import HIGHEST_SEED, Dream
from dreamscape.dream.timeline import Timeline
from dreamscape.engine import dream_check, dream_source
from dreamscape.errors import DreamscapeError
from dreamscape.languages import own_name
from dreamscape.live.menu.favourites_section import FavouritesSection
from dreamscape.live.menu.interfaces import MenuHost
from dreamscape.live.menu.rows import Card, Row, Section
from dreamscape.live.menu.sound_sections import SoundSections
from dreamscape.quality import TIERS, Quality
from dreamscape.typesetting.faces import missing

OF = {
    "ambient": 5,
    "bright-water": 2,
    "homeward": 3,
}  # act whose picture stands for the dream, from 0, if not the first
QUALITIES = ("auto", *TIERS)
DIGITS = len(str(HIGHEST_SEED))


class Contents:
    """The sections of one session's menu.

    Args:
        menu: gives the session and its actions, and runs slow tasks later.
    """

    def __init__(self, menu: MenuHost) -> None:
        self._menu, self._session, self._actions = menu, menu.session, menu.actions
        self._dreams: list[Dream] | None = None
        self._typed: str | None = None
        self._hearing = SoundSections(menu)
        self.sections = (
            Section("Dreams", self._dream_rows, cards=2),
            Section("Acts", self._act_rows, cards=4),
            Section("Seed", self._seed_rows),
            Section("Picture", self._picture_rows),
            Section("Sound", self._hearing.sound_rows),
            Section("Listening", self._hearing.listening_rows),
            Section("Favourites", FavouritesSection(menu).rows),
            Section("Keep", self._keep_rows),
            Section("Keys", do=self._keys),
            Section("Leave", do=lambda: self._actions.perform("leave")),
        )

    def section_left(self) -> None:
        """Discard a number that was being typed: another section is shown."""
        self._typed = None

    def _dream_rows(self) -> list[Row]:
        if self._dreams is None:
            self._dreams = [dream_file.load(name) for name in _order(dream_file.names())]
        playing = self._session.dream
        dreams = [playing if dream.name == playing.name else dream for dream in self._dreams]
        if playing.name not in [dream.name for dream in dreams]:  # a file of the user's
            dreams.insert(0, playing)
        return [
            Row(
                dream.file.title,
                do=self._then(dream.file.title, self._play, dream),
                card=Card(dream, min(OF.get(dream.name, 0), len(dream.file.act) - 1)),
                is_current=dream is playing,
            )
            for dream in dreams
        ]

    def _act_rows(self) -> list[Row]:
        session = self._session
        timeline = session.renderer.timeline
        now = timeline.cue(session.target_tick).act
        first = now // 8 * 8 if timeline.endless else 0
        if timeline.endless:
            timeline.arrived_tick(first + 7)  # lays them out
        acts = timeline.acts[first : first + 8] if timeline.endless else timeline.acts
        own = session.dream.file.act
        return [
            Row(
                f"{number + 1}   {act.scene.capitalize()}",
                do=self._closing(self._go, first + number),
                card=Card(session.dream, own.index(act)),
                is_current=first + number == now,
            )
            for number, act in enumerate(acts)
        ]

    def _seed_rows(self) -> list[Row]:
        number, own = self._session.number, self._session.dream.file.seed
        typed = self._typed
        return [
            Row(
                "Number",
                f"{number}" if typed is None else f"{typed}_",
                do=self._take_typed if typed else None,
                step=self._next_seed,
                type=self._type,
            ),
            Row("Another, drawn by lot", do=self._later(self._reseed, rng.tonight)),
            Row(f"The dream’s own, {own}", do=self._later(self._reseed, lambda: own), is_current=number == own),
        ]

    def _picture_rows(self) -> list[Row]:
        session = self._session
        tier = session.options.tier
        return [
            Row("Quality", _quality_now(tier, session.quality.tier), step=self._step_quality),
            _switch("Full screen", session.window.fullscreen, lambda: self._actions.perform("fullscreen")),
            _switch("Captions", session.captions, self._captions),
            _switch("What plays now", session.hud.announces, self._announce),
            *self._language_rows(),
        ]

    def _language_rows(self) -> list[Row]:
        dream = self._session.dream
        now = _name_to_show(dream.language) if dream.language in dream.file.languages else "as spoken"
        return [Row("Language", now, step=self._step_language)] if len(dream.file.languages) > 1 else []

    def _keep_rows(self) -> list[Row]:
        recording = self._session.log.is_recording
        return [
            Row("A picture", do=lambda: self._actions.perform("screenshot")),
            Row(
                "End the recording" if recording else "Record hand and film",
                "going on" if recording else "",
                do=lambda: self._actions.perform("record"),
                is_current=recording,
            ),
        ]

    def _play(self, dream: Dream) -> None:
        dream_check.check(dream)
        self._session.seek_dream(dream, dream.file.seed, 0)
        self._menu.close()

    def _go(self, act: int) -> None:
        self._session.seek(self._session.renderer.timeline.arrived_tick(act))

    def _reseed(self, drawn: Callable[[], int]) -> None:
        session, number = self._session, drawn()
        act = session.renderer.timeline.cue(session.target_tick).act
        timeline = Timeline(session.dream.file, rng.Streams(number))  # an endless dream has another order of acts
        session.seek_dream(session.dream, number, timeline.arrived_tick(act))
        session.hud.say(f"seed {number}")
        self._typed = None

    def _next_seed(self, step: int) -> None:
        number = int(self._typed or self._session.number) + step
        self._typed = str(min(max(number, 0), HIGHEST_SEED))

    def _type(self, digit: str) -> None:
        typed = self._typed or ""
        self._typed = (typed + digit)[:DIGITS] if digit else typed[:-1]
        if self._typed and int(self._typed) > HIGHEST_SEED:
            self._typed = str(HIGHEST_SEED)

    def _take_typed(self) -> None:
        number = int(self._typed or self._session.number)
        self._menu.later(f"Seed {number}", lambda: self._reseed(lambda: number))

    def _step_quality(self, step: int) -> None:
        tier = self._session.options.tier
        now = QUALITIES.index(tier.name) if tier else 0
        name = QUALITIES[(now + step) % len(QUALITIES)]
        self._session.pin_tier(TIERS.get(name))

    def _step_language(self, step: int) -> None:
        dream = self._session.dream
        tags = "", *sorted(dream.file.languages)
        now = tags.index(dream.language) if dream.language in tags else 0
        self._session.reload(dream_source.in_language(dream, tags[(now + step) % len(tags)]))

    def _announce(self) -> None:
        self._session.hud.announces = not self._session.hud.announces

    def _captions(self) -> None:
        self._session.captions = not self._session.captions

    def _keys(self) -> None:
        self._menu.close()
        self._session.hud.turn_help()

    def _closing(self, do: Callable[[int], None], number: int) -> Callable[[], None]:
        def perform() -> None:
            do(number)
            self._menu.close()

        return perform

    def _then(self, label: str, do: Callable[[Dream], None], dream: Dream) -> Callable[[], None]:
        def perform() -> None:
            try:
                do(dream)
            except DreamscapeError as error:
                self._session.hud.say(str(error))

        return lambda: self._menu.later(label, perform)

    def _later(self, do: Callable[[Callable[[], int]], None], drawn: Callable[[], int]) -> Callable[[], None]:
        return lambda: self._menu.later("Another night", lambda: do(drawn))


def _order(names: list[str]) -> list[str]:
    """The canonical dream first, then the others by name."""
    return sorted(names, key=lambda name: (name != "sapphire", name))


def _quality_now(pinned: Quality | None, now: Quality) -> str:
    return pinned.name if pinned else f"auto, {now.name} now"


def _name_to_show(tag: str) -> str:
    """The name of a language in itself, or its tag where no face here has its letters."""
    return tag if missing(own_name(tag), "dreamer", tag) else own_name(tag)


def _switch(label: str, is_on: bool, toggle: Callable[[], None]) -> Row:
    """A row that switches something on or off."""
    return Row(label, "on" if is_on else "off", do=toggle, step=lambda _: toggle())
