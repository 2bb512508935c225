"""What a night says of waivers: how many issues they let off, and which of them have just run out."""

from etl.night.summary import Summary

NIGHT = Summary("3f0c1d2e-0", "nightly", "inbox", files_seen=3, files_read=3, seconds=1.0, warnings=7)


def test_waived_issues_are_counted_among_the_warnings():
    (counts,) = [line for line in Summary(**{**vars(NIGHT), "waived": 2}).lines() if line.startswith("files:")]
    assert counts.endswith("warnings: 7 (2 waived)")
    assert "waived" not in "\n".join(NIGHT.lines())


def test_a_waiver_that_ran_out_stands_beside_the_command_that_looks_at_it():
    summary = Summary(**{**vars(NIGHT), "expired": ("project.key was waived for 金川县 until 2024-06-30",)})
    expected = "  expired   project.key was waived for 金川县 until 2024-06-30; look at it with: etl waivers"
    assert expected in summary.lines()
    assert "`etl waivers`" in summary.markdown()
    assert "`etl waivers`" not in NIGHT.markdown()
