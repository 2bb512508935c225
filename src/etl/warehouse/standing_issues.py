"""Conditions under which an issue stands: SQL over an issue `i` and its submission `s`, for whoever lists issues. Asks nothing itself."""

# an issue of a whole file stands while that content is the newest under its name and has not been judged otherwise
FILE_STANDS = """exists (
      select 1 from ops.file f
      where f.county_code = i.county_code and f.period = i.period and f.name = i.source_file and f.issues_run = i.run_id
        and not exists (
            select 1 from ops.file n
            where n.county_code = f.county_code and n.period = f.period and n.name = f.name
              and (n.pull, n.modified_at) > (f.pull, f.modified_at)
        )
  )"""
# of the latest version, or of a file that stands, or of none (a folder of no county)
STANDS = f"(s.is_latest or i.submission_id is null and (i.source_file is null or {FILE_STANDS}))"
