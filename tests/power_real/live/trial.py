"""One cut of the whole program, its restart, the rest of its day at the window, and what was found.

It must not choose the moment.
"""

from demo.progress import DemoFailedError
from tests.power_real.archive import Start
from tests.power_real.going_on import SAW, SAW_NOT
from tests.power_real.judging import Seen, at_the_cut, at_the_end, seen
from tests.power_real.live.cuts import Moment
from tests.power_real.live.people import People
from tests.power_real.live.program import PowerGoneError, Program, ProgramEndedError, Stand
from tests.power_real.live.publication import verified
from tests.power_real.points import counter, go_on, read_media
from tests.power_real.reading import Medium


def try_moment(stand: Stand, moment: Moment, *, briefly: bool = False) -> list[str]:
    """Cut there, start again and go on to the end of the day; sentences about what did not hold.

    ``briefly``: what is started again is the urna without its window, and its people touch no screen.
    """
    start = stand.site.archive.starts[moment.phase]
    with stand.site.story(start):
        try:
            diary = live_until_cut(stand, moment, start)
            stand.power_returns(printer_kept_it=moment.mains)
            before = seen(start.voters, diary, stand.site.table)
            media = read_media(stand.site)
            found = at_the_cut(before, media, counter(stand.site))
            if found or briefly:
                return found or go_on(stand.site, start, before, media)
            return _go_on(stand, start, before, media)
        except (DemoFailedError, ProgramEndedError) as error:
            return [f"{type(error).__name__}: {error}"]


def live_until_cut(stand: Stand, moment: Moment, start: Start) -> list[tuple[str, object]]:
    """What people saw and did. Raises ``RuntimeError`` when the power never went."""
    program = stand.switch_on()
    people, diary = people_at(stand, program, start, start.voters)
    people.rest()
    try:
        moment.act(stand, program, people)
    except PowerGoneError:
        return diary
    finally:
        program.switch_off()
    raise RuntimeError(f"no cut; {len(program.sites)} fsyncs, the last {program.sites[-1:]}")


def people_at(stand: Stand, program: Program, start: Start, voters: int) -> tuple[People, list[tuple[str, object]]]:
    """Everybody at a program that runs, and what they take down."""
    diary: list[tuple[str, object]] = []
    people = People(stand, program.screen, start.shares, voters, lambda *line: diary.append(line))
    return people, diary


def _go_on(stand: Stand, start: Start, before: Seen, media: tuple[Medium, ...]) -> list[str]:
    """The program starts again; people go on to the exported results, and strangers judge them."""
    site = stand.site
    program = stand.switch_on()
    try:
        people, diary = people_at(stand, program, start, start.voters + len(before.voted))
        people.to_the_end(SAW if before.dropped else SAW_NOT)
    finally:
        program.switch_off()
    after = seen(start.voters, diary, site.table)
    voted = (*range(start.voters), *before.voted, *after.thanked)
    at_last = read_media(site)
    found = at_the_end(site.archive.institute, voted, at_last, media)
    found += verified(site.archive.institute, at_last[-1].exported, voted, site.folder / "publicacion")
    for disk in site.disks:
        disk.unmount()
        disk.check()
    return found
