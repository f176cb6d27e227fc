"""A class against a model of it that is a few plain dictionaries, through deaths of its process."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from dashboard.room.refused import Refused
from dashboard.room.store import Store
from tests.dashboard.room.classroom import GUESS, OTHER, Classroom

QUESTIONS = {"guess": GUESS, "other": OTHER}


class Class(RuleBasedStateMachine):
    """Votes by alias, and who is removed: all that anybody may be shown follows from these."""

    seats = Bundle("seats")

    def __init__(self):
        super().__init__()
        self.classroom = Classroom(Store(":memory:"))
        self.phase, self.question, self.vote, self.turn = "free", None, 1, 0
        self.is_paused = False
        self.aliases, self.removed = {}, set()
        self.votes = {1: {}, 2: {}}
        self.looked = {}  # by seat: the room's news when its page last looked, and what it showed

    def teardown(self):
        self.classroom.store.close()

    def tell(self, may, name, **arguments):
        """Tell the room something; return whether it is done, which the model says it may be."""
        if may and self.phase != "ended":
            self.classroom.tell(name, **arguments)
            return True
        with pytest.raises(Refused):
            self.classroom.tell(name, **arguments)
        return False

    @rule(target=seats)
    def join(self):
        if self.phase == "ended":
            with pytest.raises(Refused):
                self.classroom.room.join()
            return "none"
        seat = self.classroom.room.join()
        self.classroom.room.settle()
        self.aliases[seat] = self.classroom.room.pupil(seat).alias
        return seat

    @rule(seat=seats)
    def come_back(self, seat):
        if seat in self.aliases:
            assert self.classroom.room.join(seat) == seat

    @rule(seat=seats, option=st.integers(-1, 3), late=st.integers(0, 1))
    def submit(self, seat, option, late):
        question = QUESTIONS.get(self.question)
        may = (
            seat in self.aliases
            and seat not in self.removed
            and self.phase == "ask"
            and not self.is_paused
            and not late
            and 0 <= option < len(question.options)
        )
        self.classroom.clock.now += 10
        if may:
            self.classroom.room.submit(seat, self.turn, str(option))
            self.votes[self.vote][seat] = option
        else:
            with pytest.raises(Refused):
                self.classroom.room.submit(seat, self.turn - late, str(option))

    @rule(name=st.sampled_from(list(QUESTIONS)))
    def ask(self, name):
        is_open = self.phase in ("ask", "closed")
        if self.tell(not is_open or name == self.question, "ask", question=QUESTIONS[name]) and not is_open:
            self.phase, self.question, self.vote, self.turn = "ask", name, 1, self.turn + 1
            self.votes = {1: {}, 2: {}}

    @rule()
    def again(self):
        asked_twice = self.phase == "ask" and self.vote == 2
        if self.tell(asked_twice or (self.phase == "closed" and self.vote == 1), "again") and not asked_twice:
            self.phase, self.vote, self.turn = "ask", 2, self.turn + 1

    @rule()
    def close(self):
        if self.tell(True, "close") and self.phase == "ask":
            self.phase = "closed"

    @rule()
    def reveal(self):
        if self.tell(self.phase != "ask", "reveal") and self.phase == "closed":
            self.phase = "revealed"

    @rule()
    def free(self):
        if self.tell(True, "free"):
            self.phase, self.question, self.vote, self.votes = "free", None, 1, {1: {}, 2: {}}

    @rule(on=st.booleans())
    def pause(self, on):
        if self.tell(True, "pause", on=on):
            self.is_paused = on

    @rule(seat=seats)
    def remove(self, seat):
        if seat in self.aliases and self.tell(True, "remove", alias=self.aliases[seat]):
            self.removed.add(seat)

    @rule(seat=seats)
    def readmit(self, seat):
        if seat in self.aliases and self.tell(True, "readmit", alias=self.aliases[seat]):
            self.removed.discard(seat)

    @rule(seat=consumes(seats), name=st.sampled_from(["ask", "close", "reveal", "free", "end", "pause"]))
    def forge(self, seat, name):
        with pytest.raises(Refused):
            self.classroom.room.command(seat, name)

    @rule()
    def die(self):
        self.classroom.room.settle()
        before = self.classroom.room.state
        self.classroom.move()
        assert self.classroom.room.state == before

    @rule(sure=st.integers(0, 9))
    def end(self, sure):
        if not sure:
            self.classroom.tell("end")
            self.phase = "ended"

    def counted(self, vote):
        return {
            self.aliases[seat]: option
            for seat, option in self.votes[vote].items()
            if seat not in self.removed
        }

    @invariant()
    def the_board_is_as_it_should_be(self):
        board = self.classroom.board()
        assert (board.phase, board.vote, board.turn) == (self.phase, self.vote, self.turn)
        assert board.is_paused == self.is_paused
        assert {each.alias for each in board.members} == set(self.aliases.values())
        assert board.answered == len(self.counted(self.vote))
        if self.phase in ("closed", "revealed"):
            self.count()
        else:
            assert self.classroom.room.wish is None and board.tally is None and board.answers == {}

    def count(self):
        found = self.classroom.count()
        options = range(len(QUESTIONS[self.question].options))
        for vote, bar in enumerate(found.bars, 1):
            counts = Counter(self.counted(vote).values())
            assert bar == tuple(counts[option] for option in options)
        counting = {**self.counted(1), **self.counted(2)}
        right = QUESTIONS[self.question].right if self.phase == "revealed" else None
        expected = {alias: right if right is None else option == right for alias, option in counting.items()}
        assert {alias: each.is_right for alias, each in found.results.items()} == expected

    @invariant()
    def every_page_is_as_it_should_be(self):
        for seat, alias in self.aliases.items():
            pupil = self.classroom.pupil_of(seat)
            assert (pupil.alias, pupil.phase, pupil.turn) == (alias, self.phase, self.turn)
            assert pupil.is_removed == (seat in self.removed)
            option = self.votes[self.vote].get(seat)
            assert pupil.answer == ("" if option is None else str(option))
            if self.phase != "revealed":
                assert pupil.result is None
                assert pupil.asked is None or (pupil.asked.right, pupil.asked.why) == (None, "")

    @invariant()
    def who_has_no_news_would_see_the_same(self):
        room = self.classroom.room
        for seat in self.aliases:
            news, shown = room.news(seat), replace(room.pupil(seat), version=0)
            before = self.looked.get(seat)
            if before is not None and before[0] == news:
                assert before[1] == shown
            self.looked[seat] = news, shown


TestClass = Class.TestCase
TestClass.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
