-- What the program's first version left behind: schema 0001, published into by three nights of tests/corpus (510303, 510311,
-- 511132; the last is returned once and mended), as `pg_dump --inserts --no-comments` gave it. Without comments, rights, reference
-- rows and the obligations of other counties. Never to be made anew by a later version.
SET check_function_bodies = false;
CREATE SCHEMA core;
CREATE SCHEMA mart;
CREATE SCHEMA ops;
CREATE SCHEMA ref;
CREATE FUNCTION mart.activity_as_of(moment timestamp with time zone) RETURNS TABLE(county_code text, county_name text, prefecture_code text, prefecture_name text, designation text, period text, activity_name text, brand text, held_on date, orgs bigint, projects_claimed bigint, agreements_signed bigint, media_reports bigint, awards bigint, remark text, extra jsonb, submission_id bigint, source_file text, source_sheet text, source_row integer)
    LANGUAGE sql STABLE
    AS $_$
select h.county_code, h.county_name, h.prefecture_code, h.prefecture_name, h.designation, h.period, h.activity_name, h.brand, h.held_on, h.orgs, h.projects_claimed, h.agreements_signed, h.media_reports, h.awards, h.remark, h.extra, h.submission_id, h.source_file, h.source_sheet, h.source_row
from mart.activity_history h
where h.in_use_from <= $1 and (h.in_use_to is null or h.in_use_to > $1)
$_$;
CREATE FUNCTION mart.agreement_as_of(moment timestamp with time zone) RETURNS TABLE(county_code text, county_name text, prefecture_code text, prefecture_name text, designation text, period text, agreement_no text, org_name text, credit_code text, register_level text, pairing_mode text, field text, signed_on date, ends_on date, agreed_yuan numeric, remark text, extra jsonb, submission_id bigint, source_file text, source_sheet text, source_row integer)
    LANGUAGE sql STABLE
    AS $_$
select h.county_code, h.county_name, h.prefecture_code, h.prefecture_name, h.designation, h.period, h.agreement_no, h.org_name, h.credit_code, h.register_level, h.pairing_mode, h.field, h.signed_on, h.ends_on, h.agreed_yuan, h.remark, h.extra, h.submission_id, h.source_file, h.source_sheet, h.source_row
from mart.agreement_history h
where h.in_use_from <= $1 and (h.in_use_to is null or h.in_use_to > $1)
$_$;
CREATE FUNCTION mart.disbursement_as_of(moment timestamp with time zone) RETURNS TABLE(county_code text, county_name text, prefecture_code text, prefecture_name text, designation text, period text, voucher_no text, project_no text, paid_on date, paid_yuan numeric, fund_source text, payee text, remark text, extra jsonb, submission_id bigint, source_file text, source_sheet text, source_row integer)
    LANGUAGE sql STABLE
    AS $_$
select h.county_code, h.county_name, h.prefecture_code, h.prefecture_name, h.designation, h.period, h.voucher_no, h.project_no, h.paid_on, h.paid_yuan, h.fund_source, h.payee, h.remark, h.extra, h.submission_id, h.source_file, h.source_sheet, h.source_row
from mart.disbursement_history h
where h.in_use_from <= $1 and (h.in_use_to is null or h.in_use_to > $1)
$_$;
CREATE FUNCTION mart.donation_as_of(moment timestamp with time zone) RETURNS TABLE(county_code text, county_name text, prefecture_code text, prefecture_name text, designation text, period text, donation_no text, org_name text, donated_on date, kind text, value_yuan numeric, goods text, purpose text, remark text, extra jsonb, submission_id bigint, source_file text, source_sheet text, source_row integer)
    LANGUAGE sql STABLE
    AS $_$
select h.county_code, h.county_name, h.prefecture_code, h.prefecture_name, h.designation, h.period, h.donation_no, h.org_name, h.donated_on, h.kind, h.value_yuan, h.goods, h.purpose, h.remark, h.extra, h.submission_id, h.source_file, h.source_sheet, h.source_row
from mart.donation_history h
where h.in_use_from <= $1 and (h.in_use_to is null or h.in_use_to > $1)
$_$;
CREATE FUNCTION mart.incubator_as_of(moment timestamp with time zone) RETURNS TABLE(county_code text, county_name text, prefecture_code text, prefecture_name text, designation text, period text, base_name text, base_level text, operator text, opened_on date, area_sqm numeric, resident_orgs bigint, invested_yuan numeric, remark text, extra jsonb, submission_id bigint, source_file text, source_sheet text, source_row integer)
    LANGUAGE sql STABLE
    AS $_$
select h.county_code, h.county_name, h.prefecture_code, h.prefecture_name, h.designation, h.period, h.base_name, h.base_level, h.operator, h.opened_on, h.area_sqm, h.resident_orgs, h.invested_yuan, h.remark, h.extra, h.submission_id, h.source_file, h.source_sheet, h.source_row
from mart.incubator_history h
where h.in_use_from <= $1 and (h.in_use_to is null or h.in_use_to > $1)
$_$;
CREATE FUNCTION mart.need_as_of(moment timestamp with time zone) RETURNS TABLE(county_code text, county_name text, prefecture_code text, prefecture_name text, designation text, period text, need_no text, need_name text, field text, township text, needed_yuan numeric, published_on date, status text, claimed_by text, claimed_on date, claimed_yuan numeric, remark text, extra jsonb, submission_id bigint, source_file text, source_sheet text, source_row integer)
    LANGUAGE sql STABLE
    AS $_$
select h.county_code, h.county_name, h.prefecture_code, h.prefecture_name, h.designation, h.period, h.need_no, h.need_name, h.field, h.township, h.needed_yuan, h.published_on, h.status, h.claimed_by, h.claimed_on, h.claimed_yuan, h.remark, h.extra, h.submission_id, h.source_file, h.source_sheet, h.source_row
from mart.need_history h
where h.in_use_from <= $1 and (h.in_use_to is null or h.in_use_to > $1)
$_$;
CREATE FUNCTION mart.organization_as_of(moment timestamp with time zone) RETURNS TABLE(county_code text, county_name text, prefecture_code text, prefecture_name text, designation text, period text, org_name text, credit_code text, org_type text, register_level text, legal_person text, phone text, grade text, annual_check text, registered_on date, remark text, extra jsonb, submission_id bigint, source_file text, source_sheet text, source_row integer)
    LANGUAGE sql STABLE
    AS $_$
select h.county_code, h.county_name, h.prefecture_code, h.prefecture_name, h.designation, h.period, h.org_name, h.credit_code, h.org_type, h.register_level, h.legal_person, h.phone, h.grade, h.annual_check, h.registered_on, h.remark, h.extra, h.submission_id, h.source_file, h.source_sheet, h.source_row
from mart.organization_history h
where h.in_use_from <= $1 and (h.in_use_to is null or h.in_use_to > $1)
$_$;
CREATE FUNCTION mart.project_as_of(moment timestamp with time zone) RETURNS TABLE(county_code text, county_name text, prefecture_code text, prefecture_name text, designation text, period text, project_no text, project_name text, org_name text, credit_code text, agreement_no text, township text, village text, field text, stage text, planned_yuan numeric, disbursed_yuan numeric, approved_on date, started_on date, accepted_on date, households bigint, persons bigint, jobs bigint, income_gain_yuan numeric, remark text, extra jsonb, submission_id bigint, source_file text, source_sheet text, source_row integer)
    LANGUAGE sql STABLE
    AS $_$
select h.county_code, h.county_name, h.prefecture_code, h.prefecture_name, h.designation, h.period, h.project_no, h.project_name, h.org_name, h.credit_code, h.agreement_no, h.township, h.village, h.field, h.stage, h.planned_yuan, h.disbursed_yuan, h.approved_on, h.started_on, h.accepted_on, h.households, h.persons, h.jobs, h.income_gain_yuan, h.remark, h.extra, h.submission_id, h.source_file, h.source_sheet, h.source_row
from mart.project_history h
where h.in_use_from <= $1 and (h.in_use_to is null or h.in_use_to > $1)
$_$;
CREATE FUNCTION mart.sale_as_of(moment timestamp with time zone) RETURNS TABLE(county_code text, county_name text, prefecture_code text, prefecture_name text, designation text, period text, org_name text, product text, channel text, sold_yuan numeric, remark text, extra jsonb, submission_id bigint, source_file text, source_sheet text, source_row integer)
    LANGUAGE sql STABLE
    AS $_$
select h.county_code, h.county_name, h.prefecture_code, h.prefecture_name, h.designation, h.period, h.org_name, h.product, h.channel, h.sold_yuan, h.remark, h.extra, h.submission_id, h.source_file, h.source_sheet, h.source_row
from mart.sale_history h
where h.in_use_from <= $1 and (h.in_use_to is null or h.in_use_to > $1)
$_$;
CREATE TABLE core.activity (
    submission_id bigint NOT NULL,
    source_sheet text NOT NULL,
    source_row integer NOT NULL,
    activity_name text,
    brand text,
    held_on date,
    orgs bigint,
    projects_claimed bigint,
    agreements_signed bigint,
    media_reports bigint,
    awards bigint,
    remark text,
    extra jsonb
);
CREATE TABLE core.agreement (
    submission_id bigint NOT NULL,
    source_sheet text NOT NULL,
    source_row integer NOT NULL,
    agreement_no text,
    org_name text,
    credit_code text,
    register_level text,
    pairing_mode text,
    field text,
    signed_on date,
    ends_on date,
    agreed_yuan numeric(18,2),
    remark text,
    extra jsonb
);
CREATE TABLE core.disbursement (
    submission_id bigint NOT NULL,
    source_sheet text NOT NULL,
    source_row integer NOT NULL,
    voucher_no text,
    project_no text,
    paid_on date,
    paid_yuan numeric(18,2),
    fund_source text,
    payee text,
    remark text,
    extra jsonb
);
CREATE TABLE core.donation (
    submission_id bigint NOT NULL,
    source_sheet text NOT NULL,
    source_row integer NOT NULL,
    donation_no text,
    org_name text,
    donated_on date,
    kind text,
    value_yuan numeric(18,2),
    goods text,
    purpose text,
    remark text,
    extra jsonb
);
CREATE TABLE core.incubator (
    submission_id bigint NOT NULL,
    source_sheet text NOT NULL,
    source_row integer NOT NULL,
    base_name text,
    base_level text,
    operator text,
    opened_on date,
    area_sqm numeric(18,4),
    resident_orgs bigint,
    invested_yuan numeric(18,2),
    remark text,
    extra jsonb
);
CREATE TABLE core.need (
    submission_id bigint NOT NULL,
    source_sheet text NOT NULL,
    source_row integer NOT NULL,
    need_no text,
    need_name text,
    field text,
    township text,
    needed_yuan numeric(18,2),
    published_on date,
    status text,
    claimed_by text,
    claimed_on date,
    claimed_yuan numeric(18,2),
    remark text,
    extra jsonb
);
CREATE TABLE core.organization (
    submission_id bigint NOT NULL,
    source_sheet text NOT NULL,
    source_row integer NOT NULL,
    org_name text,
    credit_code text,
    org_type text,
    register_level text,
    legal_person text,
    phone text,
    grade text,
    annual_check text,
    registered_on date,
    remark text,
    extra jsonb
);
CREATE TABLE core.project (
    submission_id bigint NOT NULL,
    source_sheet text NOT NULL,
    source_row integer NOT NULL,
    project_no text,
    project_name text,
    org_name text,
    credit_code text,
    agreement_no text,
    township text,
    village text,
    field text,
    stage text,
    planned_yuan numeric(18,2),
    disbursed_yuan numeric(18,2),
    approved_on date,
    started_on date,
    accepted_on date,
    households bigint,
    persons bigint,
    jobs bigint,
    income_gain_yuan numeric(18,2),
    remark text,
    extra jsonb
);
CREATE TABLE core.sale (
    submission_id bigint NOT NULL,
    source_sheet text NOT NULL,
    source_row integer NOT NULL,
    org_name text,
    product text,
    channel text,
    sold_yuan numeric(18,2),
    remark text,
    extra jsonb
);
CREATE TABLE ops.submission (
    submission_id bigint NOT NULL,
    run_id text NOT NULL,
    county_code text NOT NULL,
    period text NOT NULL,
    report text NOT NULL,
    source_file text NOT NULL,
    sha256 text NOT NULL,
    pull bigint NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL,
    status text NOT NULL,
    row_count integer NOT NULL,
    critical_issues integer NOT NULL,
    warnings integer NOT NULL,
    notices integer NOT NULL,
    digest text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    is_latest boolean NOT NULL,
    in_use_from timestamp with time zone,
    in_use_to timestamp with time zone
);
CREATE TABLE ref.county (
    code text NOT NULL,
    name text NOT NULL,
    prefecture_code text NOT NULL,
    prefecture_name text NOT NULL,
    designation text
);
CREATE VIEW mart.activity AS
 SELECT s.county_code,
    c.name AS county_name,
    c.prefecture_code,
    c.prefecture_name,
    c.designation,
    s.period,
    r.activity_name,
    r.brand,
    r.held_on,
    r.orgs,
    r.projects_claimed,
    r.agreements_signed,
    r.media_reports,
    r.awards,
    r.remark,
    r.extra,
    r.submission_id,
    s.source_file,
    r.source_sheet,
    r.source_row
   FROM ((core.activity r
     JOIN ops.submission s ON ((s.submission_id = r.submission_id)))
     LEFT JOIN ref.county c ON ((c.code = s.county_code)))
  WHERE ((s.in_use_from IS NOT NULL) AND (s.in_use_to IS NULL));
CREATE VIEW mart.activity_history AS
 SELECT s.county_code,
    c.name AS county_name,
    c.prefecture_code,
    c.prefecture_name,
    c.designation,
    s.period,
    r.activity_name,
    r.brand,
    r.held_on,
    r.orgs,
    r.projects_claimed,
    r.agreements_signed,
    r.media_reports,
    r.awards,
    r.remark,
    r.extra,
    r.submission_id,
    s.source_file,
    r.source_sheet,
    r.source_row,
    s.in_use_from,
    s.in_use_to
   FROM ((core.activity r
     JOIN ops.submission s ON ((s.submission_id = r.submission_id)))
     LEFT JOIN ref.county c ON ((c.code = s.county_code)))
  WHERE (s.in_use_from IS NOT NULL);
CREATE VIEW mart.agreement AS
 SELECT s.county_code,
    c.name AS county_name,
    c.prefecture_code,
    c.prefecture_name,
    c.designation,
    s.period,
    r.agreement_no,
    r.org_name,
    r.credit_code,
    r.register_level,
    r.pairing_mode,
    r.field,
    r.signed_on,
    r.ends_on,
    r.agreed_yuan,
    r.remark,
    r.extra,
    r.submission_id,
    s.source_file,
    r.source_sheet,
    r.source_row
   FROM ((core.agreement r
     JOIN ops.submission s ON ((s.submission_id = r.submission_id)))
     LEFT JOIN ref.county c ON ((c.code = s.county_code)))
  WHERE ((s.in_use_from IS NOT NULL) AND (s.in_use_to IS NULL));
CREATE VIEW mart.agreement_history AS
 SELECT s.county_code,
    c.name AS county_name,
    c.prefecture_code,
    c.prefecture_name,
    c.designation,
    s.period,
    r.agreement_no,
    r.org_name,
    r.credit_code,
    r.register_level,
    r.pairing_mode,
    r.field,
    r.signed_on,
    r.ends_on,
    r.agreed_yuan,
    r.remark,
    r.extra,
    r.submission_id,
    s.source_file,
    r.source_sheet,
    r.source_row,
    s.in_use_from,
    s.in_use_to
   FROM ((core.agreement r
     JOIN ops.submission s ON ((s.submission_id = r.submission_id)))
     LEFT JOIN ref.county c ON ((c.code = s.county_code)))
  WHERE (s.in_use_from IS NOT NULL);
CREATE VIEW mart.donation AS
 SELECT s.county_code,
    c.name AS county_name,
    c.prefecture_code,
    c.prefecture_name,
    c.designation,
    s.period,
    r.donation_no,
    r.org_name,
    r.donated_on,
    r.kind,
    r.value_yuan,
    r.goods,
    r.purpose,
    r.remark,
    r.extra,
    r.submission_id,
    s.source_file,
    r.source_sheet,
    r.source_row
   FROM ((core.donation r
     JOIN ops.submission s ON ((s.submission_id = r.submission_id)))
     LEFT JOIN ref.county c ON ((c.code = s.county_code)))
  WHERE ((s.in_use_from IS NOT NULL) AND (s.in_use_to IS NULL));
CREATE VIEW mart.incubator AS
 SELECT s.county_code,
    c.name AS county_name,
    c.prefecture_code,
    c.prefecture_name,
    c.designation,
    s.period,
    r.base_name,
    r.base_level,
    r.operator,
    r.opened_on,
    r.area_sqm,
    r.resident_orgs,
    r.invested_yuan,
    r.remark,
    r.extra,
    r.submission_id,
    s.source_file,
    r.source_sheet,
    r.source_row
   FROM ((core.incubator r
     JOIN ops.submission s ON ((s.submission_id = r.submission_id)))
     LEFT JOIN ref.county c ON ((c.code = s.county_code)))
  WHERE ((s.in_use_from IS NOT NULL) AND (s.in_use_to IS NULL));
CREATE VIEW mart.need AS
 SELECT s.county_code,
    c.name AS county_name,
    c.prefecture_code,
    c.prefecture_name,
    c.designation,
    s.period,
    r.need_no,
    r.need_name,
    r.field,
    r.township,
    r.needed_yuan,
    r.published_on,
    r.status,
    r.claimed_by,
    r.claimed_on,
    r.claimed_yuan,
    r.remark,
    r.extra,
    r.submission_id,
    s.source_file,
    r.source_sheet,
    r.source_row
   FROM ((core.need r
     JOIN ops.submission s ON ((s.submission_id = r.submission_id)))
     LEFT JOIN ref.county c ON ((c.code = s.county_code)))
  WHERE ((s.in_use_from IS NOT NULL) AND (s.in_use_to IS NULL));
CREATE VIEW mart.organization AS
 SELECT s.county_code,
    c.name AS county_name,
    c.prefecture_code,
    c.prefecture_name,
    c.designation,
    s.period,
    r.org_name,
    r.credit_code,
    r.org_type,
    r.register_level,
    r.legal_person,
    r.phone,
    r.grade,
    r.annual_check,
    r.registered_on,
    r.remark,
    r.extra,
    r.submission_id,
    s.source_file,
    r.source_sheet,
    r.source_row
   FROM ((core.organization r
     JOIN ops.submission s ON ((s.submission_id = r.submission_id)))
     LEFT JOIN ref.county c ON ((c.code = s.county_code)))
  WHERE ((s.in_use_from IS NOT NULL) AND (s.in_use_to IS NULL));
CREATE VIEW mart.project AS
 SELECT s.county_code,
    c.name AS county_name,
    c.prefecture_code,
    c.prefecture_name,
    c.designation,
    s.period,
    r.project_no,
    r.project_name,
    r.org_name,
    r.credit_code,
    r.agreement_no,
    r.township,
    r.village,
    r.field,
    r.stage,
    r.planned_yuan,
    r.disbursed_yuan,
    r.approved_on,
    r.started_on,
    r.accepted_on,
    r.households,
    r.persons,
    r.jobs,
    r.income_gain_yuan,
    r.remark,
    r.extra,
    r.submission_id,
    s.source_file,
    r.source_sheet,
    r.source_row
   FROM ((core.project r
     JOIN ops.submission s ON ((s.submission_id = r.submission_id)))
     LEFT JOIN ref.county c ON ((c.code = s.county_code)))
  WHERE ((s.in_use_from IS NOT NULL) AND (s.in_use_to IS NULL));
CREATE TABLE ops.county_attempt (
    run_id text NOT NULL,
    county_code text NOT NULL,
    period text NOT NULL,
    state text NOT NULL,
    message text,
    attempted_at timestamp with time zone NOT NULL,
    retried_by text
);
CREATE TABLE ops.obligation (
    county_code text NOT NULL,
    period text NOT NULL,
    report text NOT NULL,
    due_on date NOT NULL,
    exempt_reason text,
    in_force boolean NOT NULL
);
CREATE VIEW mart.reporting_status AS
 WITH due AS (
         SELECT obligation.county_code,
            obligation.period,
            obligation.report,
            obligation.due_on,
            obligation.exempt_reason
           FROM ops.obligation
          WHERE obligation.in_force
        ), latest AS (
         SELECT submission.submission_id,
            submission.run_id,
            submission.county_code,
            submission.period,
            submission.report,
            submission.source_file,
            submission.sha256,
            submission.pull,
            submission.modified_at,
            submission.received_at,
            submission.status,
            submission.row_count,
            submission.critical_issues,
            submission.warnings,
            submission.notices,
            submission.digest,
            submission.decided_at,
            submission.is_latest,
            submission.in_use_from,
            submission.in_use_to
           FROM ops.submission
          WHERE submission.is_latest
        ), in_use AS (
         SELECT submission.county_code,
            submission.period,
            submission.report,
            submission.submission_id
           FROM ops.submission
          WHERE ((submission.in_use_from IS NOT NULL) AND (submission.in_use_to IS NULL))
        ), first_accepted AS (
         SELECT submission.county_code,
            submission.period,
            submission.report,
            min(submission.received_at) AS received_at
           FROM ops.submission
          WHERE (submission.status = ANY (ARRAY['accepted'::text, 'nil'::text]))
          GROUP BY submission.county_code, submission.period, submission.report
        ), attempt AS (
         SELECT DISTINCT ON (county_attempt.county_code, county_attempt.period) county_attempt.county_code,
            county_attempt.period,
            county_attempt.state,
            county_attempt.attempted_at
           FROM ops.county_attempt
          ORDER BY county_attempt.county_code, county_attempt.period, county_attempt.attempted_at DESC
        ), known AS (
         SELECT due.county_code,
            due.period,
            due.report
           FROM due
        UNION
         SELECT latest.county_code,
            latest.period,
            latest.report
           FROM latest
        ), judged AS (
         SELECT k.county_code,
            k.period,
            k.report,
            d.due_on,
            d.exempt_reason,
            s.submission_id,
            s.received_at,
            s.source_file,
            s.critical_issues,
            s.warnings,
            u.submission_id AS used_id,
            f.received_at AS accepted_at,
                CASE
                    WHEN ((s.submission_id IS NULL) AND (d.exempt_reason IS NOT NULL)) THEN 'exempt'::text
                    WHEN ((a.state = 'failed'::text) AND ((s.decided_at IS NULL) OR (a.attempted_at > s.decided_at))) THEN 'failed'::text
                    ELSE COALESCE(s.status, 'missing'::text)
                END AS status
           FROM (((((known k
             LEFT JOIN due d ON (((d.county_code = k.county_code) AND (d.period = k.period) AND (d.report = k.report))))
             LEFT JOIN latest s ON (((s.county_code = k.county_code) AND (s.period = k.period) AND (s.report = k.report))))
             LEFT JOIN in_use u ON (((u.county_code = k.county_code) AND (u.period = k.period) AND (u.report = k.report))))
             LEFT JOIN first_accepted f ON (((f.county_code = k.county_code) AND (f.period = k.period) AND (f.report = k.report))))
             LEFT JOIN attempt a ON (((a.county_code = k.county_code) AND (a.period = k.period))))
        )
 SELECT j.county_code,
    c.name AS county_name,
    c.prefecture_code,
    c.prefecture_name,
    c.designation,
    j.period,
    j.report,
    j.status,
    j.due_on,
    j.received_at,
        CASE
            WHEN ((j.due_on IS NULL) OR (j.exempt_reason IS NOT NULL)) THEN NULL::integer
            ELSE GREATEST(0, (((COALESCE(j.accepted_at, j.received_at, now()) AT TIME ZONE 'Asia/Shanghai'::text))::date - j.due_on))
        END AS days_late,
    COALESCE(j.critical_issues, 0) AS critical_issues,
    COALESCE(j.warnings, 0) AS warnings,
    j.source_file,
        CASE
            WHEN (j.used_id IS NULL) THEN 'none'::text
            WHEN ((j.used_id = j.submission_id) AND (j.status <> 'failed'::text)) THEN 'this'::text
            ELSE 'earlier'::text
        END AS in_use,
    j.exempt_reason
   FROM (judged j
     LEFT JOIN ref.county c ON ((c.code = j.county_code)));
CREATE VIEW mart.sale AS
 SELECT s.county_code,
    c.name AS county_name,
    c.prefecture_code,
    c.prefecture_name,
    c.designation,
    s.period,
    r.org_name,
    r.product,
    r.channel,
    r.sold_yuan,
    r.remark,
    r.extra,
    r.submission_id,
    s.source_file,
    r.source_sheet,
    r.source_row
   FROM ((core.sale r
     JOIN ops.submission s ON ((s.submission_id = r.submission_id)))
     LEFT JOIN ref.county c ON ((c.code = s.county_code)))
  WHERE ((s.in_use_from IS NOT NULL) AND (s.in_use_to IS NULL));
CREATE VIEW mart.area_summary AS
 WITH area AS (
         SELECT 'county'::text AS level,
            county.code AS area_code,
            county.code AS county_code
           FROM ref.county
        UNION ALL
         SELECT 'prefecture'::text,
            county.prefecture_code,
            county.code
           FROM ref.county
        UNION ALL
         SELECT 'province'::text,
            (substr(county.code, 1, 2) || '0000'::text),
            county.code
           FROM ref.county
        ), from_outside AS (
         SELECT agreement.period,
            agreement.credit_code
           FROM mart.agreement
          WHERE (agreement.register_level = ANY (ARRAY['national'::text, 'eastern'::text]))
        UNION
         SELECT organization.period,
            organization.credit_code
           FROM mart.organization
          WHERE (organization.register_level = ANY (ARRAY['national'::text, 'eastern'::text]))
        ), reporting AS (
         SELECT a.level,
            a.area_code,
            s_1.period,
            sum(
                CASE
                    WHEN ((s_1.due_on IS NOT NULL) AND (s_1.status <> 'exempt'::text)) THEN 1
                    ELSE 0
                END) AS reports_due,
            sum(
                CASE
                    WHEN ((s_1.due_on IS NOT NULL) AND (s_1.status <> 'exempt'::text) AND (s_1.in_use <> 'none'::text)) THEN 1
                    ELSE 0
                END) AS reports_accepted,
            sum(
                CASE
                    WHEN ((s_1.status <> 'exempt'::text) AND (s_1.in_use <> 'none'::text) AND (s_1.days_late = 0)) THEN 1
                    ELSE 0
                END) AS on_time
           FROM (mart.reporting_status s_1
             JOIN area a ON ((a.county_code = s_1.county_code)))
          GROUP BY a.level, a.area_code, s_1.period
        ), agreements AS (
         SELECT a.level,
            a.area_code,
            g_1.period,
            count(DISTINCT g_1.credit_code) AS paired_orgs,
            count(DISTINCT g_1.county_code) AS paired_counties,
            count(*) AS agreements,
            sum(g_1.agreed_yuan) AS agreed_yuan,
            count(DISTINCT
                CASE
                    WHEN (g_1.register_level = ANY (ARRAY['national'::text, 'eastern'::text])) THEN g_1.credit_code
                    ELSE NULL::text
                END) AS national_eastern_orgs,
            sum(
                CASE
                    WHEN (g_1.register_level = ANY (ARRAY['national'::text, 'eastern'::text])) THEN g_1.agreed_yuan
                    ELSE NULL::numeric
                END) AS national_eastern_agreed_yuan
           FROM (mart.agreement g_1
             JOIN area a ON ((a.county_code = g_1.county_code)))
          GROUP BY a.level, a.area_code, g_1.period
        ), projects AS (
         SELECT a.level,
            a.area_code,
            p_1.period,
            count(*) AS projects,
            count(o.credit_code) AS national_eastern_projects,
            sum(p_1.planned_yuan) AS planned_yuan,
            sum(p_1.disbursed_yuan) AS disbursed_yuan,
            sum(p_1.households) AS households,
            sum(p_1.persons) AS persons,
            sum(p_1.jobs) AS jobs
           FROM ((mart.project p_1
             JOIN area a ON ((a.county_code = p_1.county_code)))
             LEFT JOIN from_outside o ON (((o.period = p_1.period) AND (o.credit_code = p_1.credit_code))))
          GROUP BY a.level, a.area_code, p_1.period
        ), donations AS (
         SELECT a.level,
            a.area_code,
            d_1.period,
            sum(d_1.value_yuan) AS donated_yuan
           FROM (mart.donation d_1
             JOIN area a ON ((a.county_code = d_1.county_code)))
          GROUP BY a.level, a.area_code, d_1.period
        ), sales AS (
         SELECT a.level,
            a.area_code,
            s_1.period,
            sum(s_1.sold_yuan) AS sold_yuan
           FROM (mart.sale s_1
             JOIN area a ON ((a.county_code = s_1.county_code)))
          GROUP BY a.level, a.area_code, s_1.period
        ), needs AS (
         SELECT a.level,
            a.area_code,
            n_1.period,
            count(*) AS needs,
            count(
                CASE
                    WHEN (n_1.status = ANY (ARRAY['claimed'::text, 'launched'::text])) THEN 1
                    ELSE NULL::integer
                END) AS needs_claimed
           FROM (mart.need n_1
             JOIN area a ON ((a.county_code = n_1.county_code)))
          GROUP BY a.level, a.area_code, n_1.period
        ), activities AS (
         SELECT a.level,
            a.area_code,
            v_1.period,
            count(*) AS activities
           FROM (mart.activity v_1
             JOIN area a ON ((a.county_code = v_1.county_code)))
          GROUP BY a.level, a.area_code, v_1.period
        ), incubators AS (
         SELECT a.level,
            a.area_code,
            i_1.period,
            count(
                CASE i_1.base_level
                    WHEN 'province'::text THEN 1
                    ELSE NULL::integer
                END) AS incubators_province,
            count(
                CASE i_1.base_level
                    WHEN 'prefecture'::text THEN 1
                    ELSE NULL::integer
                END) AS incubators_prefecture,
            count(
                CASE i_1.base_level
                    WHEN 'county'::text THEN 1
                    ELSE NULL::integer
                END) AS incubators_county,
            count(
                CASE i_1.base_level
                    WHEN 'township'::text THEN 1
                    ELSE NULL::integer
                END) AS incubators_township,
            count(
                CASE i_1.base_level
                    WHEN 'village'::text THEN 1
                    ELSE NULL::integer
                END) AS incubators_village
           FROM (mart.incubator i_1
             JOIN area a ON ((a.county_code = i_1.county_code)))
          GROUP BY a.level, a.area_code, i_1.period
        )
 SELECT r.level,
    r.area_code,
    r.period,
    COALESCE(g.paired_orgs, (0)::bigint) AS paired_orgs,
    COALESCE(g.paired_counties, (0)::bigint) AS paired_counties,
    COALESCE(g.agreements, (0)::bigint) AS agreements,
    COALESCE(g.agreed_yuan, 0.00) AS agreed_yuan,
    COALESCE(g.national_eastern_orgs, (0)::bigint) AS national_eastern_orgs,
    COALESCE(g.national_eastern_agreed_yuan, 0.00) AS national_eastern_agreed_yuan,
    COALESCE(p.national_eastern_projects, (0)::bigint) AS national_eastern_projects,
    COALESCE(p.projects, (0)::bigint) AS projects,
    COALESCE(p.planned_yuan, 0.00) AS planned_yuan,
    COALESCE(p.disbursed_yuan, 0.00) AS disbursed_yuan,
    round((p.disbursed_yuan / NULLIF(p.planned_yuan, (0)::numeric)), 4) AS disbursement_rate,
    (COALESCE(p.households, (0)::numeric))::bigint AS households,
    (COALESCE(p.persons, (0)::numeric))::bigint AS persons,
    (COALESCE(p.jobs, (0)::numeric))::bigint AS jobs,
    COALESCE(d.donated_yuan, 0.00) AS donated_yuan,
    COALESCE(s.sold_yuan, 0.00) AS sold_yuan,
    COALESCE(n.needs, (0)::bigint) AS needs,
    COALESCE(n.needs_claimed, (0)::bigint) AS needs_claimed,
    COALESCE(v.activities, (0)::bigint) AS activities,
    COALESCE(i.incubators_province, (0)::bigint) AS incubators_province,
    COALESCE(i.incubators_prefecture, (0)::bigint) AS incubators_prefecture,
    COALESCE(i.incubators_county, (0)::bigint) AS incubators_county,
    COALESCE(i.incubators_township, (0)::bigint) AS incubators_township,
    COALESCE(i.incubators_village, (0)::bigint) AS incubators_village,
    r.reports_due,
    r.reports_accepted,
    round(((r.reports_accepted)::numeric / (NULLIF(r.reports_due, 0))::numeric), 4) AS reporting_rate,
    round(((r.on_time)::numeric / (NULLIF(r.reports_due, 0))::numeric), 4) AS on_time_rate
   FROM (((((((reporting r
     LEFT JOIN agreements g ON (((g.level = r.level) AND (g.area_code = r.area_code) AND (g.period = r.period))))
     LEFT JOIN projects p ON (((p.level = r.level) AND (p.area_code = r.area_code) AND (p.period = r.period))))
     LEFT JOIN donations d ON (((d.level = r.level) AND (d.area_code = r.area_code) AND (d.period = r.period))))
     LEFT JOIN sales s ON (((s.level = r.level) AND (s.area_code = r.area_code) AND (s.period = r.period))))
     LEFT JOIN needs n ON (((n.level = r.level) AND (n.area_code = r.area_code) AND (n.period = r.period))))
     LEFT JOIN activities v ON (((v.level = r.level) AND (v.area_code = r.area_code) AND (v.period = r.period))))
     LEFT JOIN incubators i ON (((i.level = r.level) AND (i.area_code = r.area_code) AND (i.period = r.period))));
CREATE VIEW mart.county_summary AS
 SELECT c.code AS county_code,
    c.name AS county_name,
    c.prefecture_code,
    c.prefecture_name,
    c.designation,
    s.period,
    s.paired_orgs,
    s.paired_counties,
    s.agreements,
    s.agreed_yuan,
    s.national_eastern_orgs,
    s.national_eastern_agreed_yuan,
    s.national_eastern_projects,
    s.projects,
    s.planned_yuan,
    s.disbursed_yuan,
    s.disbursement_rate,
    s.households,
    s.persons,
    s.jobs,
    s.donated_yuan,
    s.sold_yuan,
    s.needs,
    s.needs_claimed,
    s.activities,
    s.incubators_province,
    s.incubators_prefecture,
    s.incubators_county,
    s.incubators_township,
    s.incubators_village,
    s.reports_due,
    s.reports_accepted,
    s.reporting_rate,
    s.on_time_rate
   FROM (mart.area_summary s
     JOIN ref.county c ON ((c.code = s.area_code)))
  WHERE (s.level = 'county'::text);
CREATE VIEW mart.disbursement AS
 SELECT s.county_code,
    c.name AS county_name,
    c.prefecture_code,
    c.prefecture_name,
    c.designation,
    s.period,
    r.voucher_no,
    r.project_no,
    r.paid_on,
    r.paid_yuan,
    r.fund_source,
    r.payee,
    r.remark,
    r.extra,
    r.submission_id,
    s.source_file,
    r.source_sheet,
    r.source_row
   FROM ((core.disbursement r
     JOIN ops.submission s ON ((s.submission_id = r.submission_id)))
     LEFT JOIN ref.county c ON ((c.code = s.county_code)))
  WHERE ((s.in_use_from IS NOT NULL) AND (s.in_use_to IS NULL));
CREATE VIEW mart.disbursement_history AS
 SELECT s.county_code,
    c.name AS county_name,
    c.prefecture_code,
    c.prefecture_name,
    c.designation,
    s.period,
    r.voucher_no,
    r.project_no,
    r.paid_on,
    r.paid_yuan,
    r.fund_source,
    r.payee,
    r.remark,
    r.extra,
    r.submission_id,
    s.source_file,
    r.source_sheet,
    r.source_row,
    s.in_use_from,
    s.in_use_to
   FROM ((core.disbursement r
     JOIN ops.submission s ON ((s.submission_id = r.submission_id)))
     LEFT JOIN ref.county c ON ((c.code = s.county_code)))
  WHERE (s.in_use_from IS NOT NULL);
CREATE VIEW mart.donation_history AS
 SELECT s.county_code,
    c.name AS county_name,
    c.prefecture_code,
    c.prefecture_name,
    c.designation,
    s.period,
    r.donation_no,
    r.org_name,
    r.donated_on,
    r.kind,
    r.value_yuan,
    r.goods,
    r.purpose,
    r.remark,
    r.extra,
    r.submission_id,
    s.source_file,
    r.source_sheet,
    r.source_row,
    s.in_use_from,
    s.in_use_to
   FROM ((core.donation r
     JOIN ops.submission s ON ((s.submission_id = r.submission_id)))
     LEFT JOIN ref.county c ON ((c.code = s.county_code)))
  WHERE (s.in_use_from IS NOT NULL);
CREATE VIEW mart.incubation_coverage AS
 WITH bases AS (
         SELECT incubator.county_code,
            incubator.period,
            count(
                CASE incubator.base_level
                    WHEN 'province'::text THEN 1
                    ELSE NULL::integer
                END) AS incubators_province,
            count(
                CASE incubator.base_level
                    WHEN 'prefecture'::text THEN 1
                    ELSE NULL::integer
                END) AS incubators_prefecture,
            count(
                CASE incubator.base_level
                    WHEN 'county'::text THEN 1
                    ELSE NULL::integer
                END) AS incubators_county,
            count(
                CASE incubator.base_level
                    WHEN 'township'::text THEN 1
                    ELSE NULL::integer
                END) AS incubators_township,
            count(
                CASE incubator.base_level
                    WHEN 'village'::text THEN 1
                    ELSE NULL::integer
                END) AS incubators_village,
            sum(incubator.resident_orgs) AS resident_orgs,
            sum(incubator.area_sqm) AS area_sqm,
            sum(incubator.invested_yuan) AS invested_yuan
           FROM mart.incubator
          GROUP BY incubator.county_code, incubator.period
        )
 SELECT s.county_code,
    s.county_name,
    s.prefecture_code,
    s.prefecture_name,
    s.designation,
    s.period,
    s.status AS report_status,
    COALESCE(b.incubators_province, (0)::bigint) AS incubators_province,
    COALESCE(b.incubators_prefecture, (0)::bigint) AS incubators_prefecture,
    COALESCE(b.incubators_county, (0)::bigint) AS incubators_county,
    COALESCE(b.incubators_township, (0)::bigint) AS incubators_township,
    COALESCE(b.incubators_village, (0)::bigint) AS incubators_village,
    ((
        CASE
            WHEN (b.incubators_county > 0) THEN 1
            ELSE 0
        END +
        CASE
            WHEN (b.incubators_township > 0) THEN 1
            ELSE 0
        END) +
        CASE
            WHEN (b.incubators_village > 0) THEN 1
            ELSE 0
        END) AS levels_covered,
    (COALESCE(b.resident_orgs, (0)::numeric))::bigint AS resident_orgs,
    COALESCE(b.area_sqm, 0.0000) AS area_sqm,
    COALESCE(b.invested_yuan, 0.00) AS invested_yuan
   FROM (mart.reporting_status s
     LEFT JOIN bases b ON (((b.county_code = s.county_code) AND (b.period = s.period))))
  WHERE (s.report = 'incubator'::text);
CREATE VIEW mart.incubator_history AS
 SELECT s.county_code,
    c.name AS county_name,
    c.prefecture_code,
    c.prefecture_name,
    c.designation,
    s.period,
    r.base_name,
    r.base_level,
    r.operator,
    r.opened_on,
    r.area_sqm,
    r.resident_orgs,
    r.invested_yuan,
    r.remark,
    r.extra,
    r.submission_id,
    s.source_file,
    r.source_sheet,
    r.source_row,
    s.in_use_from,
    s.in_use_to
   FROM ((core.incubator r
     JOIN ops.submission s ON ((s.submission_id = r.submission_id)))
     LEFT JOIN ref.county c ON ((c.code = s.county_code)))
  WHERE (s.in_use_from IS NOT NULL);
CREATE VIEW mart.need_history AS
 SELECT s.county_code,
    c.name AS county_name,
    c.prefecture_code,
    c.prefecture_name,
    c.designation,
    s.period,
    r.need_no,
    r.need_name,
    r.field,
    r.township,
    r.needed_yuan,
    r.published_on,
    r.status,
    r.claimed_by,
    r.claimed_on,
    r.claimed_yuan,
    r.remark,
    r.extra,
    r.submission_id,
    s.source_file,
    r.source_sheet,
    r.source_row,
    s.in_use_from,
    s.in_use_to
   FROM ((core.need r
     JOIN ops.submission s ON ((s.submission_id = r.submission_id)))
     LEFT JOIN ref.county c ON ((c.code = s.county_code)))
  WHERE (s.in_use_from IS NOT NULL);
CREATE VIEW mart.organization_history AS
 SELECT s.county_code,
    c.name AS county_name,
    c.prefecture_code,
    c.prefecture_name,
    c.designation,
    s.period,
    r.org_name,
    r.credit_code,
    r.org_type,
    r.register_level,
    r.legal_person,
    r.phone,
    r.grade,
    r.annual_check,
    r.registered_on,
    r.remark,
    r.extra,
    r.submission_id,
    s.source_file,
    r.source_sheet,
    r.source_row,
    s.in_use_from,
    s.in_use_to
   FROM ((core.organization r
     JOIN ops.submission s ON ((s.submission_id = r.submission_id)))
     LEFT JOIN ref.county c ON ((c.code = s.county_code)))
  WHERE (s.in_use_from IS NOT NULL);
CREATE VIEW mart.organization_profile AS
 WITH mentioned AS (
         SELECT organization.period,
            organization.credit_code,
            organization.org_name,
            organization.register_level,
            1 AS rank
           FROM mart.organization
        UNION ALL
         SELECT agreement.period,
            agreement.credit_code,
            agreement.org_name,
            agreement.register_level,
            2
           FROM mart.agreement
        UNION ALL
         SELECT project.period,
            project.credit_code,
            project.org_name,
            NULL::text,
            3
           FROM mart.project
        ), known AS (
         SELECT DISTINCT ON (mentioned.period, mentioned.credit_code) mentioned.period,
            mentioned.credit_code,
            mentioned.org_name,
            mentioned.register_level
           FROM mentioned
          ORDER BY mentioned.period, mentioned.credit_code, mentioned.rank, mentioned.org_name
        ), named AS (
         SELECT mentioned.period,
            mentioned.org_name,
            min(mentioned.credit_code) AS credit_code
           FROM mentioned
          GROUP BY mentioned.period, mentioned.org_name
         HAVING (count(DISTINCT mentioned.credit_code) = 1)
        ), registered AS (
         SELECT DISTINCT ON (organization.period, organization.credit_code) organization.period,
            organization.credit_code,
            organization.org_type,
            organization.grade,
            organization.annual_check
           FROM mart.organization
          ORDER BY organization.period, organization.credit_code, organization.county_code, organization.source_row
        ), paired AS (
         SELECT agreement.period,
            agreement.credit_code,
            count(DISTINCT agreement.county_code) AS counties_paired,
            count(*) AS agreements,
            sum(agreement.agreed_yuan) AS agreed_yuan
           FROM mart.agreement
          GROUP BY agreement.period, agreement.credit_code
        ), carried AS (
         SELECT project.period,
            project.credit_code,
            count(DISTINCT project.county_code) AS counties_with_projects,
            count(*) AS projects,
            sum(project.planned_yuan) AS planned_yuan,
            sum(project.disbursed_yuan) AS disbursed_yuan,
            sum(project.households) AS households,
            sum(project.persons) AS persons,
            sum(project.jobs) AS jobs
           FROM mart.project
          GROUP BY project.period, project.credit_code
        ), given AS (
         SELECT n.period,
            n.credit_code,
            sum(d.value_yuan) AS donated_yuan
           FROM (mart.donation d
             JOIN named n ON (((n.period = d.period) AND (n.org_name = d.org_name))))
          GROUP BY n.period, n.credit_code
        ), sold AS (
         SELECT n.period,
            n.credit_code,
            sum(s_1.sold_yuan) AS sold_yuan
           FROM (mart.sale s_1
             JOIN named n ON (((n.period = s_1.period) AND (n.org_name = s_1.org_name))))
          GROUP BY n.period, n.credit_code
        )
 SELECT k.period,
    k.credit_code,
    k.org_name,
    k.register_level,
    r.org_type,
    r.grade,
    r.annual_check,
    COALESCE(p.counties_paired, (0)::bigint) AS counties_paired,
    COALESCE(p.agreements, (0)::bigint) AS agreements,
    COALESCE(p.agreed_yuan, 0.00) AS agreed_yuan,
    COALESCE(c.counties_with_projects, (0)::bigint) AS counties_with_projects,
    COALESCE(c.projects, (0)::bigint) AS projects,
    COALESCE(c.planned_yuan, 0.00) AS planned_yuan,
    COALESCE(c.disbursed_yuan, 0.00) AS disbursed_yuan,
    round((c.disbursed_yuan / NULLIF(c.planned_yuan, (0)::numeric)), 4) AS disbursement_rate,
    (COALESCE(c.households, (0)::numeric))::bigint AS households,
    (COALESCE(c.persons, (0)::numeric))::bigint AS persons,
    (COALESCE(c.jobs, (0)::numeric))::bigint AS jobs,
    COALESCE(g.donated_yuan, 0.00) AS donated_yuan,
    COALESCE(s.sold_yuan, 0.00) AS sold_yuan
   FROM (((((known k
     LEFT JOIN registered r ON (((r.period = k.period) AND (r.credit_code = k.credit_code))))
     LEFT JOIN paired p ON (((p.period = k.period) AND (p.credit_code = k.credit_code))))
     LEFT JOIN carried c ON (((c.period = k.period) AND (c.credit_code = k.credit_code))))
     LEFT JOIN given g ON (((g.period = k.period) AND (g.credit_code = k.credit_code))))
     LEFT JOIN sold s ON (((s.period = k.period) AND (s.credit_code = k.credit_code))));
CREATE TABLE ref.prefecture (
    code text NOT NULL,
    name text NOT NULL
);
CREATE VIEW mart.period_change AS
 WITH long AS (
         SELECT s.level,
            s.area_code,
            s.period,
            m.measure,
            m.value
           FROM (mart.area_summary s
             CROSS JOIN LATERAL ( VALUES ('paired_orgs'::text,(s.paired_orgs)::numeric), ('paired_counties'::text,s.paired_counties), ('agreements'::text,s.agreements), ('agreed_yuan'::text,s.agreed_yuan), ('national_eastern_orgs'::text,s.national_eastern_orgs), ('national_eastern_agreed_yuan'::text,s.national_eastern_agreed_yuan), ('national_eastern_projects'::text,s.national_eastern_projects), ('projects'::text,s.projects), ('planned_yuan'::text,s.planned_yuan), ('disbursed_yuan'::text,s.disbursed_yuan), ('households'::text,s.households), ('persons'::text,s.persons), ('jobs'::text,s.jobs), ('donated_yuan'::text,s.donated_yuan), ('sold_yuan'::text,s.sold_yuan), ('needs'::text,s.needs), ('needs_claimed'::text,s.needs_claimed), ('activities'::text,s.activities), ('reports_accepted'::text,s.reports_accepted)) m(measure, value))
        ), compared AS (
         SELECT long.level,
            long.area_code,
            long.period,
            long.measure,
            long.value,
            lag(long.period) OVER w AS previous_period,
            lag(long.value) OVER w AS previous_value
           FROM long
          WINDOW w AS (PARTITION BY long.level, long.area_code, long.measure, (length(long.period)) ORDER BY long.period)
        )
 SELECT d.level,
    d.area_code,
    COALESCE(c.name, p.name) AS area_name,
    d.period,
    d.previous_period,
    d.measure,
    d.value,
    d.previous_value,
    (d.value - d.previous_value) AS change,
    round(((d.value - d.previous_value) / NULLIF(d.previous_value, (0)::numeric)), 4) AS change_rate
   FROM ((compared d
     LEFT JOIN ref.county c ON (((d.level = 'county'::text) AND (c.code = d.area_code))))
     LEFT JOIN ref.prefecture p ON (((d.level = 'prefecture'::text) AND (p.code = d.area_code))));
CREATE VIEW mart.prefecture_summary AS
 SELECT p.code AS prefecture_code,
    p.name AS prefecture_name,
    s.period,
    s.paired_orgs,
    s.paired_counties,
    s.agreements,
    s.agreed_yuan,
    s.national_eastern_orgs,
    s.national_eastern_agreed_yuan,
    s.national_eastern_projects,
    s.projects,
    s.planned_yuan,
    s.disbursed_yuan,
    s.disbursement_rate,
    s.households,
    s.persons,
    s.jobs,
    s.donated_yuan,
    s.sold_yuan,
    s.needs,
    s.needs_claimed,
    s.activities,
    s.incubators_province,
    s.incubators_prefecture,
    s.incubators_county,
    s.incubators_township,
    s.incubators_village,
    s.reports_due,
    s.reports_accepted,
    s.reporting_rate,
    s.on_time_rate
   FROM (mart.area_summary s
     JOIN ref.prefecture p ON ((p.code = s.area_code)))
  WHERE (s.level = 'prefecture'::text);
CREATE VIEW mart.project_funnel AS
 WITH step(step_no, step, subject, stage) AS (
         VALUES (1,'need_open'::text,'need'::text,'open'::text), (2,'need_claimed'::text,'need'::text,'claimed'::text), (3,'need_launched'::text,'need'::text,'launched'::text), (4,'approval'::text,'project'::text,'approval'::text), (5,'implementation'::text,'project'::text,'implementation'::text), (6,'disbursement'::text,'project'::text,'disbursement'::text), (7,'acceptance'::text,'project'::text,'acceptance'::text), (8,'completed'::text,'project'::text,'completed'::text)
        ), item AS (
         SELECT need.county_code,
            need.period,
            'need'::text AS subject,
            need.status AS stage,
            need.needed_yuan AS yuan,
            0.00 AS disbursed_yuan
           FROM mart.need
        UNION ALL
         SELECT project.county_code,
            project.period,
            'project'::text,
            project.stage,
            project.planned_yuan,
            project.disbursed_yuan
           FROM mart.project
        ), counted AS (
         SELECT item.county_code,
            item.period,
            item.subject,
            item.stage,
            count(*) AS items,
            sum(item.yuan) AS yuan,
            sum(item.disbursed_yuan) AS disbursed_yuan
           FROM item
          GROUP BY item.county_code, item.period, item.subject, item.stage
        ), filled AS (
         SELECT u.county_code,
            u.period,
            s.step_no,
            s.step,
            s.subject,
            COALESCE(n.items, (0)::bigint) AS items,
            COALESCE(n.yuan, 0.00) AS yuan,
            COALESCE(n.disbursed_yuan, 0.00) AS disbursed_yuan
           FROM ((( SELECT DISTINCT item.county_code,
                    item.period
                   FROM item) u
             CROSS JOIN step s)
             LEFT JOIN counted n ON (((n.county_code = u.county_code) AND (n.period = u.period) AND (n.subject = s.subject) AND (n.stage = s.stage))))
        )
 SELECT f.county_code,
    c.name AS county_name,
    c.prefecture_code,
    c.prefecture_name,
    c.designation,
    f.period,
    f.step_no,
    f.step,
    f.items,
    (sum(f.items) OVER w)::bigint AS items_reached,
    f.yuan,
    f.disbursed_yuan,
    round((sum(f.items) OVER w / NULLIF(sum(f.items) OVER (PARTITION BY f.county_code, f.period, f.subject), (0)::numeric)), 4) AS reached_rate
   FROM (filled f
     LEFT JOIN ref.county c ON ((c.code = f.county_code)))
  WINDOW w AS (PARTITION BY f.county_code, f.period, f.subject ORDER BY f.step_no DESC);
CREATE VIEW mart.project_history AS
 SELECT s.county_code,
    c.name AS county_name,
    c.prefecture_code,
    c.prefecture_name,
    c.designation,
    s.period,
    r.project_no,
    r.project_name,
    r.org_name,
    r.credit_code,
    r.agreement_no,
    r.township,
    r.village,
    r.field,
    r.stage,
    r.planned_yuan,
    r.disbursed_yuan,
    r.approved_on,
    r.started_on,
    r.accepted_on,
    r.households,
    r.persons,
    r.jobs,
    r.income_gain_yuan,
    r.remark,
    r.extra,
    r.submission_id,
    s.source_file,
    r.source_sheet,
    r.source_row,
    s.in_use_from,
    s.in_use_to
   FROM ((core.project r
     JOIN ops.submission s ON ((s.submission_id = r.submission_id)))
     LEFT JOIN ref.county c ON ((c.code = s.county_code)))
  WHERE (s.in_use_from IS NOT NULL);
CREATE VIEW mart.province_summary AS
 SELECT area_code AS province_code,
    period,
    paired_orgs,
    paired_counties,
    agreements,
    agreed_yuan,
    national_eastern_orgs,
    national_eastern_agreed_yuan,
    national_eastern_projects,
    projects,
    planned_yuan,
    disbursed_yuan,
    disbursement_rate,
    households,
    persons,
    jobs,
    donated_yuan,
    sold_yuan,
    needs,
    needs_claimed,
    activities,
    incubators_province,
    incubators_prefecture,
    incubators_county,
    incubators_township,
    incubators_village,
    reports_due,
    reports_accepted,
    reporting_rate,
    on_time_rate
   FROM mart.area_summary s
  WHERE (level = 'province'::text);
CREATE VIEW mart.sale_history AS
 SELECT s.county_code,
    c.name AS county_name,
    c.prefecture_code,
    c.prefecture_name,
    c.designation,
    s.period,
    r.org_name,
    r.product,
    r.channel,
    r.sold_yuan,
    r.remark,
    r.extra,
    r.submission_id,
    s.source_file,
    r.source_sheet,
    r.source_row,
    s.in_use_from,
    s.in_use_to
   FROM ((core.sale r
     JOIN ops.submission s ON ((s.submission_id = r.submission_id)))
     LEFT JOIN ref.county c ON ((c.code = s.county_code)))
  WHERE (s.in_use_from IS NOT NULL);
CREATE TABLE ops.applied (
    fingerprint text NOT NULL,
    applied_at timestamp with time zone NOT NULL
);
CREATE TABLE ops.column_map (
    submission_id bigint NOT NULL,
    sheet text NOT NULL,
    column_letters text NOT NULL,
    heading text NOT NULL,
    field text,
    unit text,
    unit_source text,
    matched_by text NOT NULL
);
CREATE TABLE ops.file (
    county_code text NOT NULL,
    period text NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    size bigint NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    archive_path text NOT NULL,
    kind text,
    pull bigint NOT NULL,
    first_seen_at timestamp with time zone NOT NULL,
    first_seen_run text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    decided_run text NOT NULL,
    decided_under text NOT NULL,
    issues_run text,
    issues_digest text
);
CREATE TABLE ops.issue (
    run_id text NOT NULL,
    submission_id bigint,
    county_code text,
    period text,
    report text,
    source_file text,
    sheet text,
    cell text,
    source_row integer,
    column_name text,
    rule text NOT NULL,
    severity text NOT NULL,
    value text,
    expected text,
    message text NOT NULL,
    waived text
);
CREATE TABLE ops.migration (
    version_num character varying(32) NOT NULL
);
CREATE TABLE ops.run (
    run_id text NOT NULL,
    kind text NOT NULL,
    period text,
    inbox text,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    state text NOT NULL,
    contracts_fingerprint text NOT NULL,
    counts jsonb,
    flow_run text,
    message text
);
CREATE SEQUENCE ops.submission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
CREATE TABLE ops.waiver (
    rule text NOT NULL,
    county_code text,
    report text,
    period text,
    reason text NOT NULL,
    allowed_by text NOT NULL,
    expires_on date NOT NULL,
    first_run text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone
);
CREATE TABLE ref.code (
    code_list text NOT NULL,
    code text NOT NULL,
    "position" integer NOT NULL,
    label_zh text NOT NULL,
    label_en text NOT NULL
);
CREATE TABLE ref.report (
    report text NOT NULL,
    "position" integer NOT NULL,
    title_zh text NOT NULL,
    title_en text NOT NULL,
    description text NOT NULL,
    frequency text NOT NULL
);
CREATE TABLE ref.report_column (
    report text NOT NULL,
    column_name text NOT NULL,
    "position" integer NOT NULL,
    label_zh text NOT NULL,
    label_en text NOT NULL,
    type text NOT NULL,
    code_list text,
    is_required boolean NOT NULL,
    is_key boolean NOT NULL,
    description text NOT NULL
);
INSERT INTO core.activity VALUES
	(1, '表3 品牌活动', 3, '贡井区公益集市第1期', 'yilu', '2023-10-21', 19, 7, 4, 11, 0, NULL, NULL),
	(1, '表3 品牌活动', 4, '贡井区公益集市第2期', 'shu_gongyi', '2023-01-22', 16, 7, 3, 11, 0, NULL, NULL),
	(1, '表3 品牌活动', 5, '贡井区社会组织培训班第3期', 'other', '2023-07-08', 3, 8, 2, 4, 1, NULL, NULL),
	(1, '表3 品牌活动', 6, '贡井区助学行动第4期', 'yilu', '2023-10-31', 13, 9, 4, 11, 1, NULL, NULL),
	(2, '品牌活动', 3, '峨边彝族自治县义诊第1期', 'other', '2023-08-23', 33, 5, 0, 4, 0, NULL, NULL),
	(2, '品牌活动', 4, '峨边彝族自治县公益集市第2期', 'yilu', '2023-10-15', 14, 7, 1, 11, 1, NULL, NULL),
	(13, '活动与宣传', 4, '沿滩区社会组织培训班第1期', 'liangxin', '2023-11-29', 26, 4, 1, 5, 0, NULL, NULL),
	(14, '品牌活动', 3, '峨边彝族自治县义诊第1期', 'other', '2023-08-23', 33, 5, 0, 4, 0, NULL, NULL),
	(14, '品牌活动', 4, '峨边彝族自治县公益集市第2期', 'yilu', '2023-10-15', 14, 7, 1, 11, 1, NULL, NULL);
INSERT INTO core.agreement VALUES
	(3, '结对帮扶协议', 4, 'XY511132-2024-001', '四川省金沙社会工作服务中心56', '5251000061M987CPHT', 'province', 'one_to_one', 'childcare', '2023-08-13', '2025-08-13', 1701300.00, NULL, NULL),
	(3, '结对帮扶协议', 5, 'XY511132-2024-002', '四川省众扶乡村发展协会67', '5151000026R8U5Q2T0', 'province', 'one_to_many', 'consumption', '2023-11-17', NULL, 306600.00, NULL, NULL),
	(3, '结对帮扶协议', 6, 'XY511132-2024-003', '四川省山河社会工作服务中心72', '5251000057GHP159LD', 'province', 'one_to_one', 'consumption', '2023-08-11', '2025-08-11', 1716300.00, NULL, NULL),
	(3, '结对帮扶协议', 7, 'XY511132-2024-004', '四川省益行公益基金会84', '5351000062WMH1JC89', 'province', 'one_to_many', 'health', '2023-07-19', '2025-07-19', 172500.00, NULL, NULL),
	(3, '结对帮扶协议', 8, 'XY511132-2024-005', '四川省春晖公益基金会91', '5351000018FGB3A14A', 'province', 'many_to_one', 'elderly', '2023-02-05', '2025-02-05', 1169000.00, NULL, NULL),
	(15, '结对帮扶协议', 3, 'XY511132-2024-001', '四川省金沙社会工作服务中心56', '5251000061M987CPHT', 'province', 'one_to_one', 'childcare', '2023-08-13', '2025-08-13', 1701300.00, NULL, NULL),
	(15, '结对帮扶协议', 4, 'XY511132-2024-002', '四川省众扶乡村发展协会67', '5151000026R8U5Q2T0', 'province', 'one_to_many', 'consumption', '2023-11-17', NULL, 306600.00, NULL, NULL),
	(15, '结对帮扶协议', 5, 'XY511132-2024-003', '四川省山河社会工作服务中心72', '5251000057GHP159LD', 'province', 'one_to_one', 'consumption', '2023-08-11', '2025-08-11', 1716300.00, NULL, NULL),
	(15, '结对帮扶协议', 6, 'XY511132-2024-004', '四川省益行公益基金会84', '5351000062WMH1JC89', 'province', 'one_to_many', 'health', '2023-07-19', '2025-07-19', 172500.00, NULL, NULL),
	(15, '结对帮扶协议', 7, 'XY511132-2024-005', '四川省春晖公益基金会91', '5351000018FGB3A14A', 'province', 'many_to_one', 'elderly', '2023-02-05', '2025-02-05', 1169000.00, NULL, NULL);
INSERT INTO core.disbursement VALUES
	(4, '资金拨付明细', 4, 'PZ511132-2024-001', 'XM511132-2024-001', '2023-11-20', 362900.00, '四川省金沙社会工作服务中心56', '县民政局', NULL, NULL),
	(4, '资金拨付明细', 5, 'PZ511132-2024-002', 'XM511132-2024-001', '2023-12-26', 362900.00, '四川省金沙社会工作服务中心56', '村集体经济合作社', NULL, NULL),
	(4, '资金拨付明细', 6, 'PZ511132-2024-003', 'XM511132-2024-001', '2024-02-23', 363000.00, '四川省金沙社会工作服务中心56', '村集体经济合作社', NULL, NULL),
	(4, '资金拨付明细', 7, 'PZ511132-2024-004', 'XM511132-2024-002', '2024-01-31', 153300.00, '四川省众扶乡村发展协会67', '村集体经济合作社', NULL, NULL),
	(4, '资金拨付明细', 8, 'PZ511132-2024-005', 'XM511132-2024-002', '2024-02-19', 153300.00, '四川省众扶乡村发展协会67', '县民政局', NULL, NULL),
	(4, '资金拨付明细', 9, 'PZ511132-2024-006', 'XM511132-2024-003', '2024-03-22', 523400.00, '四川省山河社会工作服务中心72', '镇人民政府', NULL, NULL),
	(4, '资金拨付明细', 10, 'PZ511132-2024-007', 'XM511132-2024-003', '2024-01-25', 523500.00, '四川省山河社会工作服务中心72', '县民政局', NULL, NULL),
	(4, '资金拨付明细', 11, 'PZ511132-2024-008', 'XM511132-2024-004', '2023-12-21', 28700.00, '四川省益行公益基金会84', '县民政局', NULL, NULL),
	(4, '资金拨付明细', 12, 'PZ511132-2024-009', 'XM511132-2024-004', '2024-02-08', 28700.00, '四川省益行公益基金会84', '镇人民政府', NULL, NULL),
	(4, '资金拨付明细', 13, 'PZ511132-2024-010', 'XM511132-2024-004', '2023-10-19', 28800.00, '四川省益行公益基金会84', '村集体经济合作社', NULL, NULL),
	(4, '资金拨付明细', 14, 'PZ511132-2024-011', 'XM511132-2024-005', '2024-02-24', 19400.00, '四川省益行公益基金会84', '村集体经济合作社', NULL, NULL),
	(4, '资金拨付明细', 15, 'PZ511132-2024-012', 'XM511132-2024-005', '2024-01-18', 19400.00, '四川省益行公益基金会84', '村集体经济合作社', NULL, NULL),
	(4, '资金拨付明细', 16, 'PZ511132-2024-013', 'XM511132-2024-006', '2023-03-21', 292200.00, '四川省春晖公益基金会91', '县民政局', NULL, NULL),
	(4, '资金拨付明细', 17, 'PZ511132-2024-014', 'XM511132-2024-006', '2023-03-28', 292300.00, '四川省春晖公益基金会91', '镇人民政府', NULL, NULL),
	(4, '资金拨付明细', 18, 'PZ511132-2024-015', 'XM511132-2024-007', '2023-07-07', 420800.00, '四川省春晖公益基金会91', '村集体经济合作社', NULL, NULL),
	(16, '资金拨付明细', 4, 'PZ511132-2024-001', 'XM511132-2024-001', '2023-11-20', 362900.00, '四川省金沙社会工作服务中心56', '县民政局', NULL, NULL),
	(16, '资金拨付明细', 5, 'PZ511132-2024-002', 'XM511132-2024-001', '2023-12-26', 362900.00, '四川省金沙社会工作服务中心56', '村集体经济合作社', NULL, NULL),
	(16, '资金拨付明细', 6, 'PZ511132-2024-003', 'XM511132-2024-001', '2024-02-23', 363000.00, '四川省金沙社会工作服务中心56', '村集体经济合作社', NULL, NULL),
	(16, '资金拨付明细', 7, 'PZ511132-2024-004', 'XM511132-2024-002', '2024-01-31', 153300.00, '四川省众扶乡村发展协会67', '村集体经济合作社', NULL, NULL),
	(16, '资金拨付明细', 8, 'PZ511132-2024-005', 'XM511132-2024-002', '2024-02-19', 153300.00, '四川省众扶乡村发展协会67', '县民政局', NULL, NULL),
	(16, '资金拨付明细', 9, 'PZ511132-2024-006', 'XM511132-2024-003', '2024-03-22', 523400.00, '四川省山河社会工作服务中心72', '镇人民政府', NULL, NULL),
	(16, '资金拨付明细', 10, 'PZ511132-2024-007', 'XM511132-2024-003', '2024-01-25', 523500.00, '四川省山河社会工作服务中心72', '县民政局', NULL, NULL),
	(16, '资金拨付明细', 11, 'PZ511132-2024-008', 'XM511132-2024-004', '2023-12-21', 28700.00, '四川省益行公益基金会84', '县民政局', NULL, NULL),
	(16, '资金拨付明细', 12, 'PZ511132-2024-009', 'XM511132-2024-004', '2024-02-08', 28700.00, '四川省益行公益基金会84', '镇人民政府', NULL, NULL),
	(16, '资金拨付明细', 13, 'PZ511132-2024-010', 'XM511132-2024-004', '2023-10-19', 28800.00, '四川省益行公益基金会84', '村集体经济合作社', NULL, NULL),
	(16, '资金拨付明细', 14, 'PZ511132-2024-011', 'XM511132-2024-005', '2024-02-24', 19400.00, '四川省益行公益基金会84', '村集体经济合作社', NULL, NULL),
	(16, '资金拨付明细', 15, 'PZ511132-2024-012', 'XM511132-2024-005', '2024-01-18', 19400.00, '四川省益行公益基金会84', '村集体经济合作社', NULL, NULL),
	(16, '资金拨付明细', 16, 'PZ511132-2024-013', 'XM511132-2024-006', '2023-03-21', 292200.00, '四川省春晖公益基金会91', '县民政局', NULL, NULL),
	(16, '资金拨付明细', 17, 'PZ511132-2024-014', 'XM511132-2024-006', '2023-03-28', 292300.00, '四川省春晖公益基金会91', '镇人民政府', NULL, NULL),
	(16, '资金拨付明细', 18, 'PZ511132-2024-015', 'XM511132-2024-007', '2023-07-07', 420800.00, '四川省春晖公益基金会91', '村集体经济合作社', NULL, NULL);
INSERT INTO core.donation VALUES
	(5, '捐赠款物', 3, 'JZ511132-2024-001', '四川省阳光公益基金会83', '2023-10-22', 'cash', 206700.00, NULL, '救助', NULL, NULL),
	(5, '捐赠款物', 4, 'JZ511132-2024-002', '浙江春晖慈善总会31', '2024-01-20', 'goods', 194200.00, '棉被', '助学', NULL, NULL),
	(5, '捐赠款物', 5, 'JZ511132-2024-003', '四川省索玛乡村发展协会69', '2024-02-06', 'cash', 225100.00, NULL, '助学', NULL, NULL),
	(5, '捐赠款物', 6, 'JZ511132-2024-004', '中国惠民公益基金会', '2023-05-22', 'cash', 10600.00, NULL, '救助', NULL, NULL),
	(5, '捐赠款物', 7, 'JZ511132-2024-005', '四川省天府公益基金会79', '2023-03-31', 'goods', 90300.00, '棉被', '产业发展', NULL, NULL),
	(5, '捐赠款物', 8, 'JZ511132-2024-006', '中国山河公益基金会', '2023-02-13', 'goods', 80500.00, '图书', '助学', NULL, NULL),
	(17, '捐赠款物', 3, 'JZ511132-2024-001', '四川省阳光公益基金会83', '2023-10-22', 'cash', 206700.00, NULL, '救助', NULL, NULL),
	(17, '捐赠款物', 4, 'JZ511132-2024-002', '浙江春晖慈善总会31', '2024-01-20', 'goods', 194200.00, '棉被', '助学', NULL, NULL),
	(17, '捐赠款物', 5, 'JZ511132-2024-003', '四川省索玛乡村发展协会69', '2024-02-06', 'cash', 225100.00, NULL, '助学', NULL, NULL),
	(17, '捐赠款物', 6, 'JZ511132-2024-004', '中国惠民公益基金会', '2023-05-22', 'cash', 10600.00, NULL, '救助', NULL, NULL),
	(17, '捐赠款物', 7, 'JZ511132-2024-005', '四川省天府公益基金会79', '2023-03-31', 'goods', 90300.00, '棉被', '产业发展', NULL, NULL),
	(17, '捐赠款物', 8, 'JZ511132-2024-006', '中国山河公益基金会', '2023-02-13', 'goods', 80500.00, '图书', '助学', NULL, NULL);
INSERT INTO core.incubator VALUES
	(6, '社会组织孵化基地', 3, '贡井区县社会组织孵化基地', 'county', '索玛社会工作服务中心', '2023-01-12', 678.0000, 31, 94000.00, NULL, NULL),
	(7, '孵化基地', 4, '峨边彝族自治县县社会组织孵化基地', 'county', '众扶社会工作服务中心', '2021-12-22', 106.0000, 7, 58000.00, NULL, NULL),
	(7, '孵化基地', 5, '峨边彝族自治县乡镇社会组织孵化站', 'township', '惠民社会工作服务中心', '2021-03-11', 534.0000, 7, 183000.00, NULL, NULL),
	(18, '孵化基地', 4, '峨边彝族自治县县社会组织孵化基地', 'county', '众扶社会工作服务中心', '2021-12-22', 106.0000, 7, 58000.00, NULL, NULL),
	(18, '孵化基地', 5, '峨边彝族自治县乡镇社会组织孵化站', 'township', '惠民社会工作服务中心', '2021-03-11', 534.0000, 7, 183000.00, NULL, NULL);
INSERT INTO core.need VALUES
	(8, '项目需求与认领', 4, 'XQ511132-2024-001', '惠民卫生室改造需求', 'livelihood', '天府乡', 1706800.00, '2023-10-30', 'open', NULL, NULL, NULL, NULL, NULL),
	(8, '项目需求与认领', 5, 'XQ511132-2024-002', '善行饮水安全需求', 'health', '春晖乡', 1450300.00, '2023-01-10', 'launched', '浙江乡情乡村发展协会45', '2024-03-22', 1450300.00, NULL, NULL),
	(8, '项目需求与认领', 6, 'XQ511132-2024-003', '云岭文化广场需求', 'childcare', '格桑乡', 1855400.00, '2024-01-23', 'launched', '中国索玛慈善总会', '2024-03-27', 927700.00, NULL, NULL),
	(8, '项目需求与认领', 7, 'XQ511132-2024-004', '惠民养老服务需求', 'industry', '同心乡', 1732800.00, '2023-01-13', 'claimed', '广东惠民慈善总会41', '2023-07-14', 1732800.00, NULL, NULL),
	(8, '项目需求与认领', 8, 'XQ511132-2024-005', '格桑文化广场需求', 'industry', '惠民乡', 1485200.00, '2023-12-09', 'launched', '四川省益行慈善总会64', '2024-01-12', 742600.00, NULL, NULL),
	(8, '项目需求与认领', 9, 'XQ511132-2024-006', '云岭养老服务需求', 'education', '众扶乡', 929400.00, '2023-06-28', 'open', NULL, NULL, NULL, NULL, NULL),
	(19, '项目需求与认领', 4, 'XQ511132-2024-001', '惠民卫生室改造需求', 'livelihood', '天府乡', 1706800.00, '2023-10-30', 'open', NULL, NULL, NULL, NULL, NULL),
	(19, '项目需求与认领', 5, 'XQ511132-2024-002', '善行饮水安全需求', 'health', '春晖乡', 1450300.00, '2023-01-10', 'launched', '浙江乡情乡村发展协会45', '2024-03-22', 1450300.00, NULL, NULL),
	(19, '项目需求与认领', 6, 'XQ511132-2024-003', '云岭文化广场需求', 'childcare', '格桑乡', 1855400.00, '2024-01-23', 'launched', '中国索玛慈善总会', '2024-03-27', 927700.00, NULL, NULL),
	(19, '项目需求与认领', 7, 'XQ511132-2024-004', '惠民养老服务需求', 'industry', '同心乡', 1732800.00, '2023-01-13', 'claimed', '广东惠民慈善总会41', '2023-07-14', 1732800.00, NULL, NULL),
	(19, '项目需求与认领', 8, 'XQ511132-2024-005', '格桑文化广场需求', 'industry', '惠民乡', 1485200.00, '2023-12-09', 'launched', '四川省益行慈善总会64', '2024-01-12', 742600.00, NULL, NULL),
	(19, '项目需求与认领', 9, 'XQ511132-2024-006', '云岭养老服务需求', 'education', '众扶乡', 929400.00, '2023-06-28', 'open', NULL, NULL, NULL, NULL, NULL);
INSERT INTO core.organization VALUES
	(9, '表1 社会组织名录', 4, '贡井兴农公益基金会', '5351030338U8UMAAAB', 'foundation', 'county', '陈娜', '13800001323', '2A', 'pass', '2001-04-12', NULL, NULL),
	(9, '表1 社会组织名录', 5, '贡井惠民协会', '5151030306YCT9U1N6', 'association', 'county', '张敏', '13800006984', 'none', 'none', '2011-04-30', NULL, NULL),
	(9, '表1 社会组织名录', 6, '贡井同心社会工作服务中心', '52510303783F7L2MGP', 'service', 'county', '张娜', '13800002238', 'none', 'basic', '2001-07-13', NULL, NULL),
	(9, '表1 社会组织名录', 7, '贡井阳光公益基金会', '535103036688WUF8WQ', 'foundation', 'county', '陈芳', '13800005892', '2A', 'basic', '2008-01-04', NULL, NULL),
	(9, '表1 社会组织名录', 8, '贡井益行协会', '5151030327A0PAMA93', 'association', 'county', '刘伟', '13800003244', '2A', 'basic', '2010-06-18', NULL, NULL),
	(9, '表1 社会组织名录', 9, '贡井乡情公益基金会', '5351030379CGXPLT34', 'foundation', 'county', '陈伟', '13800009595', '2A', 'pass', '2014-01-07', NULL, NULL),
	(9, '表1 社会组织名录', 10, '贡井暖流协会', '5151030383AU21Y6M5', 'association', 'county', '张芳', '13800002929', '2A', 'basic', '2000-08-28', NULL, NULL),
	(9, '表1 社会组织名录', 11, '贡井众扶公益基金会', '5351030324M170H92U', 'foundation', 'county', '王静', '13800004998', '2A', 'pass', '2010-05-02', NULL, NULL),
	(9, '表1 社会组织名录', 12, '贡井格桑协会', '51510303763U3T2L0F', 'association', 'county', '王静', '13800004924', '3A', 'basic', '2013-11-07', NULL, NULL),
	(10, '表1 社会组织名录', 4, '四川省金沙社会工作服务中心56', '5251000061M987CPHT', 'service', 'province', '刘静', '028-89449871', '3A', 'pass', '2013-08-04', NULL, NULL),
	(10, '表1 社会组织名录', 5, '四川省众扶乡村发展协会67', '5151000026R8U5Q2T0', 'association', 'province', '王敏', '028-83647276', 'none', 'pass', '2012-03-26', NULL, NULL),
	(10, '表1 社会组织名录', 6, '四川省山河社会工作服务中心72', '5251000057GHP159LD', 'service', 'province', '王敏', '028-88665197', '3A', 'pass', '2009-02-06', NULL, NULL),
	(10, '表1 社会组织名录', 7, '四川省益行公益基金会84', '5351000062WMH1JC89', 'foundation', 'province', '王静', '028-81630333', '4A', 'pass', '2018-02-09', NULL, NULL),
	(10, '表1 社会组织名录', 8, '四川省春晖公益基金会91', '5351000018FGB3A14A', 'foundation', 'province', '陈伟', '028-84572984', '3A', 'pass', '1998-04-23', NULL, NULL),
	(10, '表1 社会组织名录', 9, '峨边彝族自治兴农协会', '5151113288K2MXHP5C', 'association', 'county', '王娜', '13800009883', '3A', 'pass', '2008-07-25', NULL, NULL),
	(10, '表1 社会组织名录', 10, '峨边彝族自治惠民协会', '5151113249NKAWPWBW', 'association', 'county', '刘静', '13800009173', '2A', 'pass', '2010-07-31', NULL, NULL),
	(10, '表1 社会组织名录', 11, '峨边彝族自治同心公益基金会', '5351113203B49FLHC3', 'foundation', 'county', '刘敏', '13800001517', '2A', 'none', '2007-02-13', NULL, NULL),
	(10, '表1 社会组织名录', 12, '峨边彝族自治阳光社会工作服务中心', '5251113261DHWW3HH4', 'service', 'county', '陈伟', '13800004952', '3A', 'none', '2015-01-02', NULL, NULL),
	(10, '表1 社会组织名录', 13, '峨边彝族自治益行公益基金会', '53511132741E9N3B2D', 'foundation', 'county', '王敏', '13800004060', 'none', 'basic', '2004-09-22', NULL, NULL),
	(10, '表1 社会组织名录', 14, '峨边彝族自治乡情社会工作服务中心', '5251113217N8XELW6L', 'service', 'county', '张娜', '13800003006', 'none', 'pass', '2011-03-07', NULL, NULL),
	(10, '表1 社会组织名录', 15, '峨边彝族自治暖流协会', '5151113210KKYEDPK6', 'association', 'county', '陈静', '13800000432', 'none', 'pass', '2006-05-05', NULL, NULL),
	(20, '名录', 4, '沿滩兴农协会', '51510311511149LU5B', 'association', 'county', '李芳', '13800002146', '2A', 'none', '2020-07-26', NULL, NULL),
	(20, '名录', 5, '沿滩惠民社会工作服务中心', '5251031158D2JXLCBK', 'service', 'county', '李芳', '13800001983', '3A', 'basic', '2014-03-14', NULL, NULL),
	(20, '名录', 6, '沿滩同心社会工作服务中心', '5251031186BQYP7G44', 'service', 'county', '李芳', '13800004410', 'none', 'pass', '2005-02-06', NULL, NULL),
	(20, '名录', 7, '沿滩阳光公益基金会', '5351031172WQ5B4LJW', 'foundation', 'county', '张静', '13800007636', 'none', 'pass', '2001-03-04', NULL, NULL),
	(20, '名录', 8, '沿滩益行社会工作服务中心', '5251031144R73PJAM9', 'service', 'county', '李伟', '13800004637', '2A', 'basic', '2006-03-07', NULL, NULL),
	(20, '名录', 9, '沿滩乡情公益基金会', '5351031175ADE01NPX', 'foundation', 'county', '张伟', '13800006299', '2A', 'none', '2003-01-27', NULL, NULL),
	(20, '名录', 10, '沿滩暖流公益基金会', '5351031141LDFMC3F3', 'foundation', 'county', '王伟', '13800009390', 'none', 'none', '2006-11-16', NULL, NULL),
	(20, '名录', 11, '沿滩众扶公益基金会', '5351031138KT8P08Y9', 'foundation', 'county', '李娜', '13800007529', '3A', 'basic', '2015-06-23', NULL, NULL),
	(20, '名录', 12, '沿滩格桑公益基金会', '5351031172D9NMXN86', 'foundation', 'county', '李芳', '13800003900', '3A', 'none', '2021-11-21', NULL, NULL),
	(21, '社会组织名录', 4, '四川省金沙社会工作服务中心56', '5251000061M987CPHT', 'service', 'province', '刘静', '028-89449871', '3A', 'pass', '2013-08-04', NULL, NULL),
	(21, '社会组织名录', 5, '四川省众扶乡村发展协会67', '5151000026R8U5Q2T0', 'association', 'province', '王敏', '028-83647276', 'none', 'pass', '2012-03-26', NULL, NULL),
	(21, '社会组织名录', 6, '四川省山河社会工作服务中心72', '5251000057GHP159LD', 'service', 'province', '王敏', '028-88665197', '3A', 'pass', '2009-02-06', NULL, NULL),
	(21, '社会组织名录', 7, '四川省益行公益基金会84', '5351000062WMH1JC89', 'foundation', 'province', '王静', '028-81630333', '4A', 'pass', '2018-02-09', NULL, NULL),
	(21, '社会组织名录', 8, '四川省春晖公益基金会91', '5351000018FGB3A14A', 'foundation', 'province', '陈伟', '028-84572984', '3A', 'pass', '1998-04-23', NULL, NULL),
	(21, '社会组织名录', 9, '峨边彝族自治兴农协会', '5151113288K2MXHP5C', 'association', 'county', '王娜', '13800009883', '3A', 'pass', '2008-07-25', NULL, NULL),
	(21, '社会组织名录', 10, '峨边彝族自治惠民协会', '5151113249NKAWPWBW', 'association', 'county', '刘静', '13800009173', '2A', 'pass', '2010-07-31', NULL, NULL),
	(21, '社会组织名录', 11, '峨边彝族自治同心公益基金会', '5351113203B49FLHC3', 'foundation', 'county', '刘敏', '13800001517', '2A', 'none', '2007-02-13', NULL, NULL),
	(21, '社会组织名录', 12, '峨边彝族自治阳光社会工作服务中心', '5251113261DHWW3HH4', 'service', 'county', '陈伟', '13800004952', '3A', 'none', '2015-01-02', NULL, NULL),
	(21, '社会组织名录', 13, '峨边彝族自治益行公益基金会', '53511132741E9N3B2D', 'foundation', 'county', '王敏', '13800004060', 'none', 'basic', '2004-09-22', NULL, NULL),
	(21, '社会组织名录', 14, '峨边彝族自治乡情社会工作服务中心', '5251113217N8XELW6L', 'service', 'county', '张娜', '13800003006', 'none', 'pass', '2011-03-07', NULL, NULL),
	(21, '社会组织名录', 15, '峨边彝族自治暖流协会', '5151113210KKYEDPK6', 'association', 'county', '陈静', '13800000432', 'none', 'pass', '2006-05-05', NULL, NULL);
INSERT INTO core.project VALUES
	(22, '项目台账', 3, 'XM511132-2024-001', '火炬教师培训项目', '四川省金沙社会工作服务中心56', '5251000061M987CPHT', 'XY511132-2024-001', '青禾镇', '兴农村', 'education', 'disbursement', 1701300.00, 1088800.00, '2023-09-15', '2023-10-16', NULL, 366, 994, 20, NULL, NULL, NULL),
	(22, '项目台账', 4, 'XM511132-2024-002', '雪域卫生室改造项目', '四川省众扶乡村发展协会67', '5151000026R8U5Q2T0', 'XY511132-2024-002', '格桑镇', '惠民村', 'health', 'completed', 306600.00, 306600.00, '2023-11-21', '2023-11-21', '2023-12-10', 56, 150, 55, NULL, NULL, NULL),
	(22, '项目台账', 5, 'XM511132-2024-003', '益行种植示范项目', '四川省山河社会工作服务中心72', '5251000057GHP159LD', 'XY511132-2024-003', '雪域镇', '惠民村', 'industry', 'disbursement', 1716300.00, 1046900.00, '2023-08-29', '2023-09-14', NULL, 271, 732, NULL, 771.00, NULL, NULL),
	(22, '项目台账', 6, 'XM511132-2024-004', '山河合作社建设项目', '四川省益行公益基金会84', '5351000062WMH1JC89', 'XY511132-2024-004', '阳光镇', '阳光村', 'industry', 'completed', 86200.00, 86200.00, '2023-08-04', '2023-09-11', '2024-03-14', 305, 1295, 24, 2074.00, NULL, NULL),
	(22, '项目台账', 7, 'XM511132-2024-005', '山河种植示范项目', '四川省益行公益基金会84', '5351000062WMH1JC89', 'XY511132-2024-004', '格桑镇', '青禾村', 'industry', 'implementation', 86300.00, 38800.00, '2023-09-17', '2023-10-27', NULL, 318, 1290, NULL, 935.00, NULL, NULL),
	(22, '项目台账', 8, 'XM511132-2024-006', '兴农助学项目', '四川省春晖公益基金会91', '5351000018FGB3A14A', 'XY511132-2024-005', '天府镇', '蜀光村', 'education', 'acceptance', 584500.00, 584500.00, '2023-02-26', '2023-03-20', NULL, 202, 676, NULL, NULL, NULL, NULL),
	(22, '项目台账', 9, 'XM511132-2024-007', '众扶助学项目', '四川省春晖公益基金会91', '5351000018FGB3A14A', 'XY511132-2024-005', '善行镇', '蜀光村', 'education', 'implementation', 584500.00, 420800.00, '2023-03-29', '2023-04-11', NULL, 349, 930, 37, NULL, NULL, NULL);
INSERT INTO core.sale VALUES
	(12, '消费帮扶', 3, '中国云岭助学协会', '青稞', 'online', 2244700.00, NULL, NULL),
	(12, '消费帮扶', 4, '四川省同心社会工作服务中心102', '藏白菊', 'offline', 2804800.00, NULL, NULL),
	(12, '消费帮扶', 5, '四川省雪域社会工作服务中心97', '羊肚菌', 'online', 3323700.00, NULL, NULL),
	(12, '消费帮扶', 6, '四川省惠民乡村发展协会101', '藏香猪', 'offline', 7314800.00, NULL, NULL),
	(12, '消费帮扶', 7, '浙江金沙助学协会36', '藏白菊', 'online', 159900.00, NULL, NULL),
	(12, '消费帮扶', 8, '中国云岭助学协会', '核桃', 'online', 8295100.00, NULL, NULL),
	(12, '消费帮扶', 9, '中国格桑慈善总会', '蜂蜜', 'online', 2968700.00, NULL, NULL),
	(23, '消费帮扶', 3, '中国云岭助学协会', '青稞', 'online', 2244700.00, NULL, NULL),
	(23, '消费帮扶', 4, '四川省同心社会工作服务中心102', '藏白菊', 'offline', 2804800.00, NULL, NULL),
	(23, '消费帮扶', 5, '四川省雪域社会工作服务中心97', '羊肚菌', 'online', 3323700.00, NULL, NULL),
	(23, '消费帮扶', 6, '四川省惠民乡村发展协会101', '藏香猪', 'offline', 7314800.00, NULL, NULL),
	(23, '消费帮扶', 7, '浙江金沙助学协会36', '藏白菊', 'online', 159900.00, NULL, NULL),
	(23, '消费帮扶', 8, '中国云岭助学协会', '核桃', 'online', 8295100.00, NULL, NULL),
	(23, '消费帮扶', 9, '中国格桑慈善总会', '蜂蜜', 'online', 2968700.00, NULL, NULL);
INSERT INTO ops.applied VALUES
	('32faa03d2efd415d27eb9c01a2521624983bc15f1090d1910b63d5009029c2e6', '2026-11-30 17:38:40.161391+08');
INSERT INTO ops.column_map VALUES
	(1, '表3 品牌活动', 'B', '活动名称', 'activity_name', NULL, NULL, 'label'),
	(1, '表3 品牌活动', 'C', '品牌', 'brand', NULL, NULL, 'label'),
	(1, '表3 品牌活动', 'D', '备注', 'remark', NULL, NULL, 'label'),
	(1, '表3 品牌活动', 'E', '签约协议数', 'agreements_signed', NULL, NULL, 'label'),
	(1, '表3 品牌活动', 'F', '认领项目数', 'projects_claimed', NULL, NULL, 'label'),
	(1, '表3 品牌活动', 'G', '媒体报道数', 'media_reports', NULL, NULL, 'label'),
	(1, '表3 品牌活动', 'H', '举办日期', 'held_on', NULL, NULL, 'label'),
	(1, '表3 品牌活动', 'I', '参与社会组织数', 'orgs', NULL, NULL, 'label'),
	(1, '表3 品牌活动', 'J', '表彰奖励数', 'awards', NULL, NULL, 'label'),
	(2, '品牌活动', 'B', '活动名称', 'activity_name', NULL, NULL, 'label'),
	(2, '品牌活动', 'C', '品牌', 'brand', NULL, NULL, 'label'),
	(2, '品牌活动', 'D', '签约协议数', 'agreements_signed', NULL, NULL, 'label'),
	(2, '品牌活动', 'E', '备注', 'remark', NULL, NULL, 'label'),
	(2, '品牌活动', 'F', '参与社会组织数', 'orgs', NULL, NULL, 'label'),
	(2, '品牌活动', 'G', '举办日期', 'held_on', NULL, NULL, 'label'),
	(2, '品牌活动', 'H', '媒体报道数', 'media_reports', NULL, NULL, 'label'),
	(2, '品牌活动', 'I', '认领项目数', 'projects_claimed', NULL, NULL, 'label'),
	(2, '品牌活动', 'J', '表彰奖励数', 'awards', NULL, NULL, 'label'),
	(3, '结对帮扶协议', 'B', '协议编号', 'agreement_no', NULL, NULL, 'label'),
	(3, '结对帮扶协议', 'C', '社会组织名称', 'org_name', NULL, NULL, 'label'),
	(3, '结对帮扶协议', 'D', '结对方式', 'pairing_mode', NULL, NULL, 'label'),
	(3, '结对帮扶协议', 'E', '协议金额(万元)', 'agreed_yuan', '万元', 'heading', 'label'),
	(3, '结对帮扶协议', 'F', '到期日期', 'ends_on', NULL, NULL, 'label'),
	(3, '结对帮扶协议', 'G', '备注', 'remark', NULL, NULL, 'label'),
	(3, '结对帮扶协议', 'H', '统一社会信用代码', 'credit_code', NULL, NULL, 'label'),
	(3, '结对帮扶协议', 'I', '帮扶领域', 'field', NULL, NULL, 'label'),
	(3, '结对帮扶协议', 'J', '签订日期', 'signed_on', NULL, NULL, 'label'),
	(3, '结对帮扶协议', 'K', '登记层级', 'register_level', NULL, NULL, 'label'),
	(4, '资金拨付明细', 'B', '凭证号', 'voucher_no', NULL, NULL, 'label'),
	(4, '资金拨付明细', 'C', '项目编号', 'project_no', NULL, NULL, 'label'),
	(4, '资金拨付明细', 'D', '拨付金额(万元)', 'paid_yuan', '万元', 'heading', 'label'),
	(4, '资金拨付明细', 'E', '备注', 'remark', NULL, NULL, 'label'),
	(4, '资金拨付明细', 'F', '收款单位', 'payee', NULL, NULL, 'label'),
	(4, '资金拨付明细', 'G', '资金来源', 'fund_source', NULL, NULL, 'label'),
	(4, '资金拨付明细', 'H', '拨付日期', 'paid_on', NULL, NULL, 'label'),
	(5, '捐赠款物', 'B', '捐赠编号', 'donation_no', NULL, NULL, 'label'),
	(5, '捐赠款物', 'C', '捐赠社会组织', 'org_name', NULL, NULL, 'label'),
	(5, '捐赠款物', 'D', '金额（折价）(万元)', 'value_yuan', '万元', 'heading', 'label'),
	(5, '捐赠款物', 'E', '捐赠日期', 'donated_on', NULL, NULL, 'label'),
	(5, '捐赠款物', 'F', '捐赠类型', 'kind', NULL, NULL, 'label'),
	(5, '捐赠款物', 'G', '备注', 'remark', NULL, NULL, 'label'),
	(5, '捐赠款物', 'H', '用途', 'purpose', NULL, NULL, 'label'),
	(5, '捐赠款物', 'I', '物资名称', 'goods', NULL, NULL, 'label'),
	(6, '社会组织孵化基地', 'B', '基地名称', 'base_name', NULL, NULL, 'label'),
	(6, '社会组织孵化基地', 'C', '基地层级', 'base_level', NULL, NULL, 'label'),
	(6, '社会组织孵化基地', 'D', '投入资金(万元)', 'invested_yuan', '万元', 'heading', 'label'),
	(6, '社会组织孵化基地', 'E', '入驻组织数', 'resident_orgs', NULL, NULL, 'label'),
	(6, '社会组织孵化基地', 'F', '备注', 'remark', NULL, NULL, 'label'),
	(6, '社会组织孵化基地', 'G', '建成日期', 'opened_on', NULL, NULL, 'label'),
	(6, '社会组织孵化基地', 'H', '运营机构', 'operator', NULL, NULL, 'label'),
	(6, '社会组织孵化基地', 'I', '面积（平方米）', 'area_sqm', NULL, NULL, 'label'),
	(7, '孵化基地', 'B', '基地名称', 'base_name', NULL, NULL, 'label'),
	(7, '孵化基地', 'C', '基地层级', 'base_level', NULL, NULL, 'label'),
	(7, '孵化基地', 'D', '运营机构', 'operator', NULL, NULL, 'label'),
	(7, '孵化基地', 'E', '建成日期', 'opened_on', NULL, NULL, 'label'),
	(7, '孵化基地', 'F', '入驻组织数', 'resident_orgs', NULL, NULL, 'label'),
	(7, '孵化基地', 'G', '备注', 'remark', NULL, NULL, 'label'),
	(7, '孵化基地', 'H', '面积（平方米）', 'area_sqm', NULL, NULL, 'label'),
	(7, '孵化基地', 'I', '投入资金(万元)', 'invested_yuan', '万元', 'heading', 'label'),
	(8, '项目需求与认领', 'B', '需求编号', 'need_no', NULL, NULL, 'label'),
	(8, '项目需求与认领', 'C', '需求名称', 'need_name', NULL, NULL, 'label'),
	(8, '项目需求与认领', 'D', '帮扶领域', 'field', NULL, NULL, 'label'),
	(8, '项目需求与认领', 'E', '备注', 'remark', NULL, NULL, 'label'),
	(8, '项目需求与认领', 'F', '认领社会组织', 'claimed_by', NULL, NULL, 'label'),
	(8, '项目需求与认领', 'G', '乡镇', 'township', NULL, NULL, 'label'),
	(8, '项目需求与认领', 'H', '发布日期', 'published_on', NULL, NULL, 'label'),
	(8, '项目需求与认领', 'I', '认领日期', 'claimed_on', NULL, NULL, 'label'),
	(8, '项目需求与认领', 'J', '认领状态', 'status', NULL, NULL, 'label'),
	(8, '项目需求与认领', 'K', '认领金额(万元)', 'claimed_yuan', '万元', 'heading', 'label'),
	(8, '项目需求与认领', 'L', '需求资金(万元)', 'needed_yuan', '万元', 'heading', 'label'),
	(9, '表1 社会组织名录', 'B', '社会组织名称', 'org_name', NULL, NULL, 'label'),
	(9, '表1 社会组织名录', 'C', '统一社会信用代码', 'credit_code', NULL, NULL, 'label'),
	(9, '表1 社会组织名录', 'D', '法定代表人', 'legal_person', NULL, NULL, 'label'),
	(9, '表1 社会组织名录', 'E', '备注', 'remark', NULL, NULL, 'label'),
	(9, '表1 社会组织名录', 'F', '成立登记日期', 'registered_on', NULL, NULL, 'label'),
	(9, '表1 社会组织名录', 'G', '年检结论', 'annual_check', NULL, NULL, 'label'),
	(9, '表1 社会组织名录', 'H', '组织类型', 'org_type', NULL, NULL, 'label'),
	(9, '表1 社会组织名录', 'I', '联系电话', 'phone', NULL, NULL, 'label'),
	(9, '表1 社会组织名录', 'J', '评估等级', 'grade', NULL, NULL, 'label'),
	(9, '表1 社会组织名录', 'K', '登记层级', 'register_level', NULL, NULL, 'label'),
	(10, '表1 社会组织名录', 'B', '社会组织名称', 'org_name', NULL, NULL, 'label'),
	(10, '表1 社会组织名录', 'C', '统一社会信用代码', 'credit_code', NULL, NULL, 'label'),
	(10, '表1 社会组织名录', 'D', '评估等级', 'grade', NULL, NULL, 'label'),
	(10, '表1 社会组织名录', 'E', '组织类型', 'org_type', NULL, NULL, 'label'),
	(10, '表1 社会组织名录', 'F', '年检结论', 'annual_check', NULL, NULL, 'label'),
	(10, '表1 社会组织名录', 'G', '登记层级', 'register_level', NULL, NULL, 'label'),
	(10, '表1 社会组织名录', 'H', '成立登记日期', 'registered_on', NULL, NULL, 'label'),
	(10, '表1 社会组织名录', 'I', '法定代表人', 'legal_person', NULL, NULL, 'label'),
	(10, '表1 社会组织名录', 'J', '备注', 'remark', NULL, NULL, 'label'),
	(10, '表1 社会组织名录', 'K', '联系电话', 'phone', NULL, NULL, 'label'),
	(11, '帮扶项目台账', 'B', '项目编号', 'project_no', NULL, NULL, 'label'),
	(11, '帮扶项目台账', 'C', '项目名称', 'project_name', NULL, NULL, 'label'),
	(11, '帮扶项目台账', 'D', '开工日期', 'started_on', NULL, NULL, 'label'),
	(11, '帮扶项目台账', 'E', '备注', 'remark', NULL, NULL, 'label'),
	(11, '帮扶项目台账', 'F', '协议编号', 'agreement_no', NULL, NULL, 'label'),
	(11, '帮扶项目台账', 'G', '乡镇', 'township', NULL, NULL, 'label'),
	(11, '帮扶项目台账', 'H', '户均增收(元)', 'income_gain_yuan', '元', 'heading', 'label'),
	(11, '帮扶项目台账', 'I', '帮扶领域', 'field', NULL, NULL, 'label'),
	(11, '帮扶项目台账', 'J', '受益人数', 'persons', NULL, NULL, 'label'),
	(11, '帮扶项目台账', 'K', '实施社会组织', 'org_name', NULL, NULL, 'label'),
	(11, '帮扶项目台账', 'L', '带动就业人数', 'jobs', NULL, NULL, 'label'),
	(11, '帮扶项目台账', 'M', '村', 'village', NULL, NULL, 'label'),
	(11, '帮扶项目台账', 'N', '受益户数（户）', 'households', NULL, NULL, 'label'),
	(11, '帮扶项目台账', 'O', '项目阶段', 'stage', NULL, NULL, 'label'),
	(11, '帮扶项目台账', 'P', '验收日期', 'accepted_on', NULL, NULL, 'label'),
	(11, '帮扶项目台账', 'Q', '计划投资(万元)', 'planned_yuan', '万元', 'heading', 'label'),
	(11, '帮扶项目台账', 'R', '统一社会信用代码', 'credit_code', NULL, NULL, 'label'),
	(11, '帮扶项目台账', 'S', '审批日期', 'approved_on', NULL, NULL, 'label'),
	(11, '帮扶项目台账', 'T', '累计拨付资金(万元)', 'disbursed_yuan', '万元', 'heading', 'label'),
	(12, '消费帮扶', 'B', '社会组织名称', 'org_name', NULL, NULL, 'label'),
	(12, '消费帮扶', 'C', '农产品', 'product', NULL, NULL, 'label'),
	(12, '消费帮扶', 'D', '备注', 'remark', NULL, NULL, 'label'),
	(12, '消费帮扶', 'E', '销售渠道', 'channel', NULL, NULL, 'label'),
	(12, '消费帮扶', 'F', '成交额(万元)', 'sold_yuan', '万元', 'heading', 'label'),
	(13, '活动与宣传', 'B', '活动名称', 'activity_name', NULL, NULL, 'label'),
	(13, '活动与宣传', 'C', '品  牌', 'brand', NULL, NULL, 'label'),
	(13, '活动与宣传', 'D', '举办日期', 'held_on', NULL, NULL, 'label'),
	(13, '活动与宣传', 'E', '参与社会组织数', 'orgs', NULL, NULL, 'label'),
	(13, '活动与宣传', 'F', '认领项目
数', 'projects_claimed', NULL, NULL, 'label'),
	(13, '活动与宣传', 'G', '签约协议
数', 'agreements_signed', NULL, NULL, 'label'),
	(13, '活动与宣传', 'H', '媒体报道
数', 'media_reports', NULL, NULL, 'label'),
	(13, '活动与宣传', 'I', '表彰奖励
数', 'awards', NULL, NULL, 'label'),
	(13, '活动与宣传', 'J', '说  明', 'remark', NULL, NULL, 'alias'),
	(14, '品牌活动', 'B', '活动名称', 'activity_name', NULL, NULL, 'label'),
	(14, '品牌活动', 'C', '品牌', 'brand', NULL, NULL, 'label'),
	(14, '品牌活动', 'D', '签约协议数', 'agreements_signed', NULL, NULL, 'label'),
	(14, '品牌活动', 'E', '备注', 'remark', NULL, NULL, 'label'),
	(14, '品牌活动', 'F', '参与社会组织数', 'orgs', NULL, NULL, 'label'),
	(14, '品牌活动', 'G', '举办日期', 'held_on', NULL, NULL, 'label'),
	(14, '品牌活动', 'H', '媒体报道数', 'media_reports', NULL, NULL, 'label'),
	(14, '品牌活动', 'I', '认领项目数', 'projects_claimed', NULL, NULL, 'label'),
	(14, '品牌活动', 'J', '表彰奖励数', 'awards', NULL, NULL, 'label'),
	(15, '结对帮扶协议', 'B', '协议编号', 'agreement_no', NULL, NULL, 'label'),
	(15, '结对帮扶协议', 'C', '社会组织名称', 'org_name', NULL, NULL, 'label'),
	(15, '结对帮扶协议', 'D', '结对方式', 'pairing_mode', NULL, NULL, 'label'),
	(15, '结对帮扶协议', 'E', '协议金额(万元)', 'agreed_yuan', '万元', 'heading', 'label'),
	(15, '结对帮扶协议', 'F', '签订日期', 'signed_on', NULL, NULL, 'label'),
	(15, '结对帮扶协议', 'G', '备注', 'remark', NULL, NULL, 'label'),
	(15, '结对帮扶协议', 'H', '帮扶领域', 'field', NULL, NULL, 'label'),
	(15, '结对帮扶协议', 'I', '统一社会信用代码', 'credit_code', NULL, NULL, 'label'),
	(15, '结对帮扶协议', 'J', '到期日期', 'ends_on', NULL, NULL, 'label'),
	(15, '结对帮扶协议', 'K', '登记层级', 'register_level', NULL, NULL, 'label'),
	(16, '资金拨付明细', 'B', '凭证号', 'voucher_no', NULL, NULL, 'label'),
	(16, '资金拨付明细', 'C', '项目编号', 'project_no', NULL, NULL, 'label'),
	(16, '资金拨付明细', 'D', '资金来源', 'fund_source', NULL, NULL, 'label'),
	(16, '资金拨付明细', 'E', '备注', 'remark', NULL, NULL, 'label'),
	(16, '资金拨付明细', 'F', '拨付金额(万元)', 'paid_yuan', '万元', 'heading', 'label'),
	(16, '资金拨付明细', 'G', '拨付日期', 'paid_on', NULL, NULL, 'label'),
	(16, '资金拨付明细', 'H', '收款单位', 'payee', NULL, NULL, 'label'),
	(17, '捐赠款物', 'B', '捐赠编号', 'donation_no', NULL, NULL, 'label'),
	(17, '捐赠款物', 'C', '捐赠社会组织', 'org_name', NULL, NULL, 'label'),
	(17, '捐赠款物', 'D', '金额（折价）(万元)', 'value_yuan', '万元', 'heading', 'label'),
	(17, '捐赠款物', 'E', '捐赠日期', 'donated_on', NULL, NULL, 'label'),
	(17, '捐赠款物', 'F', '捐赠类型', 'kind', NULL, NULL, 'label'),
	(17, '捐赠款物', 'G', '备注', 'remark', NULL, NULL, 'label'),
	(17, '捐赠款物', 'H', '用途', 'purpose', NULL, NULL, 'label'),
	(17, '捐赠款物', 'I', '物资名称', 'goods', NULL, NULL, 'label'),
	(18, '孵化基地', 'B', '基地名称', 'base_name', NULL, NULL, 'label'),
	(18, '孵化基地', 'C', '基地层级', 'base_level', NULL, NULL, 'label'),
	(18, '孵化基地', 'D', '运营机构', 'operator', NULL, NULL, 'label'),
	(18, '孵化基地', 'E', '建成日期', 'opened_on', NULL, NULL, 'label'),
	(18, '孵化基地', 'F', '入驻组织数', 'resident_orgs', NULL, NULL, 'label'),
	(18, '孵化基地', 'G', '备注', 'remark', NULL, NULL, 'label'),
	(18, '孵化基地', 'H', '面积（平方米）', 'area_sqm', NULL, NULL, 'label'),
	(18, '孵化基地', 'I', '投入资金(万元)', 'invested_yuan', '万元', 'heading', 'label'),
	(19, '项目需求与认领', 'B', '需求编号', 'need_no', NULL, NULL, 'label'),
	(19, '项目需求与认领', 'C', '需求名称', 'need_name', NULL, NULL, 'label'),
	(19, '项目需求与认领', 'D', '帮扶领域', 'field', NULL, NULL, 'label'),
	(19, '项目需求与认领', 'E', '备注', 'remark', NULL, NULL, 'label'),
	(19, '项目需求与认领', 'F', '认领社会组织', 'claimed_by', NULL, NULL, 'label'),
	(19, '项目需求与认领', 'G', '乡镇', 'township', NULL, NULL, 'label'),
	(19, '项目需求与认领', 'H', '发布日期', 'published_on', NULL, NULL, 'label'),
	(19, '项目需求与认领', 'I', '认领日期', 'claimed_on', NULL, NULL, 'label'),
	(19, '项目需求与认领', 'J', '认领状态', 'status', NULL, NULL, 'label'),
	(19, '项目需求与认领', 'K', '认领金额(万元)', 'claimed_yuan', '万元', 'heading', 'label'),
	(19, '项目需求与认领', 'L', '需求资金(万元)', 'needed_yuan', '万元', 'heading', 'label'),
	(20, '名录', 'B', '社会组织名称', 'org_name', NULL, NULL, 'label'),
	(20, '名录', 'C', '统一社会
信用代码', 'credit_code', NULL, NULL, 'label'),
	(20, '名录', 'D', '组织类型', 'org_type', NULL, NULL, 'label'),
	(20, '名录', 'E', '层  级', 'register_level', NULL, NULL, 'alias'),
	(20, '名录', 'F', '法定代表人', 'legal_person', NULL, NULL, 'label'),
	(20, '名录', 'G', '联系电话', 'phone', NULL, NULL, 'label'),
	(20, '名录', 'H', '评估等级', 'grade', NULL, NULL, 'label'),
	(20, '名录', 'I', '年检结论', 'annual_check', NULL, NULL, 'label'),
	(20, '名录', 'J', '登记日期', 'registered_on', NULL, NULL, 'alias'),
	(20, '名录', 'K', '备  注', 'remark', NULL, NULL, 'label'),
	(21, '社会组织名录', 'B', '社会组织名称', 'org_name', NULL, NULL, 'label'),
	(21, '社会组织名录', 'C', '统一社会信用代码', 'credit_code', NULL, NULL, 'label'),
	(21, '社会组织名录', 'D', '组织类型', 'org_type', NULL, NULL, 'label'),
	(21, '社会组织名录', 'E', '备注', 'remark', NULL, NULL, 'label'),
	(21, '社会组织名录', 'F', '评估等级', 'grade', NULL, NULL, 'label'),
	(21, '社会组织名录', 'G', '法定代表人', 'legal_person', NULL, NULL, 'label'),
	(21, '社会组织名录', 'H', '联系电话', 'phone', NULL, NULL, 'label'),
	(21, '社会组织名录', 'I', '登记层级', 'register_level', NULL, NULL, 'label'),
	(21, '社会组织名录', 'J', '成立登记日期', 'registered_on', NULL, NULL, 'label'),
	(21, '社会组织名录', 'K', '年检结论', 'annual_check', NULL, NULL, 'label'),
	(22, '项目台账', 'B', '项目编号', 'project_no', NULL, NULL, 'label'),
	(22, '项目台账', 'C', '项目名称', 'project_name', NULL, NULL, 'label'),
	(22, '项目台账', 'D', '备注', 'remark', NULL, NULL, 'label'),
	(22, '项目台账', 'E', '受益户数（户）', 'households', NULL, NULL, 'label'),
	(22, '项目台账', 'F', '受益人数', 'persons', NULL, NULL, 'label'),
	(22, '项目台账', 'G', '协议编号', 'agreement_no', NULL, NULL, 'label'),
	(22, '项目台账', 'H', '带动就业人数', 'jobs', NULL, NULL, 'label'),
	(22, '项目台账', 'I', '乡镇', 'township', NULL, NULL, 'label'),
	(22, '项目台账', 'J', '户均增收(元)', 'income_gain_yuan', '元', 'heading', 'label'),
	(22, '项目台账', 'K', '计划投资(万元)', 'planned_yuan', '万元', 'heading', 'label'),
	(22, '项目台账', 'L', '统一社会信用代码', 'credit_code', NULL, NULL, 'label'),
	(22, '项目台账', 'M', '验收日期', 'accepted_on', NULL, NULL, 'label'),
	(22, '项目台账', 'N', '开工日期', 'started_on', NULL, NULL, 'label'),
	(22, '项目台账', 'O', '村', 'village', NULL, NULL, 'label'),
	(22, '项目台账', 'P', '审批日期', 'approved_on', NULL, NULL, 'label'),
	(22, '项目台账', 'Q', '实施社会组织', 'org_name', NULL, NULL, 'label'),
	(22, '项目台账', 'R', '项目阶段', 'stage', NULL, NULL, 'label'),
	(22, '项目台账', 'S', '帮扶领域', 'field', NULL, NULL, 'label'),
	(22, '项目台账', 'T', '累计拨付资金(万元)', 'disbursed_yuan', '万元', 'heading', 'label'),
	(23, '消费帮扶', 'B', '社会组织名称', 'org_name', NULL, NULL, 'label'),
	(23, '消费帮扶', 'C', '农产品', 'product', NULL, NULL, 'label'),
	(23, '消费帮扶', 'D', '备注', 'remark', NULL, NULL, 'label'),
	(23, '消费帮扶', 'E', '销售渠道', 'channel', NULL, NULL, 'label'),
	(23, '消费帮扶', 'F', '成交额(万元)', 'sold_yuan', '万元', 'heading', 'label');
INSERT INTO ops.county_attempt VALUES
	('c3e450ee-f388-41f3-aac7-ea3fe4352283', '510303', '2024Q1', 'ok', NULL, '2026-11-30 17:38:43.557887+08', NULL),
	('c3e450ee-f388-41f3-aac7-ea3fe4352283', '511132', '2024Q1', 'ok', NULL, '2026-11-30 17:38:43.557887+08', NULL),
	('75e573a1-05e4-47f2-949f-81bb78b16535', '510303', '2024Q1', 'ok', NULL, '2026-11-30 17:39:06.331076+08', NULL),
	('75e573a1-05e4-47f2-949f-81bb78b16535', '511132', '2024Q1', 'ok', NULL, '2026-11-30 17:39:06.331076+08', NULL),
	('c82e903b-805a-44fc-b653-969ae98578d8', '510303', '2024Q1', 'ok', NULL, '2026-11-30 17:39:33.092593+08', NULL),
	('c82e903b-805a-44fc-b653-969ae98578d8', '510311', '2024Q1', 'ok', NULL, '2026-11-30 17:39:33.092593+08', NULL),
	('c82e903b-805a-44fc-b653-969ae98578d8', '511132', '2024Q1', 'ok', NULL, '2026-11-30 17:39:33.092593+08', NULL);
INSERT INTO ops.file VALUES
	('510303', '2024Q1', '贡井区社会组织助力乡村振兴台账（2024年第一季度）.xlsx', 'f56b9f04b5d42df708da5e268f1089b97ece37740758fd42beb3f5c0ef17ae6d', 8320, '2026-11-30 17:38:27.175611+08', '/var/lib/county-etl/archive/f5/f56b9f04b5d42df708da5e268f1089b97ece37740758fd42beb3f5c0ef17ae6d', 'xlsx', 1, '2026-11-30 17:38:39.841181+08', 'c3e450ee-f388-41f3-aac7-ea3fe4352283', '2026-11-30 17:38:43.557887+08', 'c3e450ee-f388-41f3-aac7-ea3fe4352283', '4abf36f2d41fd65c7ceb75e7b1609615f92f91d0358513b2b202660eb0eb333c', NULL, NULL),
	('511132', '2024Q1', '峨边彝族自治县社会组织助力乡村振兴台账（2024年第一季度）.xlsx', 'a7db6df305dd4c25ca01f6c51f948719743513ea332714ce085b0bdbad099b85', 16731, '2026-11-30 17:38:27.178578+08', '/var/lib/county-etl/archive/a7/a7db6df305dd4c25ca01f6c51f948719743513ea332714ce085b0bdbad099b85', 'xlsx', 1, '2026-11-30 17:38:39.841181+08', 'c3e450ee-f388-41f3-aac7-ea3fe4352283', '2026-11-30 17:38:43.557887+08', 'c3e450ee-f388-41f3-aac7-ea3fe4352283', '4abf36f2d41fd65c7ceb75e7b1609615f92f91d0358513b2b202660eb0eb333c', NULL, NULL),
	('510311', '2024Q1', '沿滩区社会组织助力乡村振兴台账.xlsx', '42c131d5ccb0bb539fad25d2807198344e06bb8d47dfc4929963795fed359b19', 7929, '2026-11-30 17:39:13.221415+08', '/var/lib/county-etl/archive/42/42c131d5ccb0bb539fad25d2807198344e06bb8d47dfc4929963795fed359b19', 'xlsx', 2, '2026-11-30 17:39:30.148843+08', 'c82e903b-805a-44fc-b653-969ae98578d8', '2026-11-30 17:39:33.092593+08', 'c82e903b-805a-44fc-b653-969ae98578d8', '4abf36f2d41fd65c7ceb75e7b1609615f92f91d0358513b2b202660eb0eb333c', 'c82e903b-805a-44fc-b653-969ae98578d8', 'ac72a6c852bf15841ad0cc65c57cd5efe5bcf7e18698672bbfddc37cd13f0495'),
	('511132', '2024Q1', '峨边彝族自治县社会组织助力乡村振兴台账（2024年第一季度）.xlsx', '715ab7aeb59ac235d3e2c036f919aad712b60d785497dc29236e49615625d5e2', 16735, '2026-11-30 17:39:13.227797+08', '/var/lib/county-etl/archive/71/715ab7aeb59ac235d3e2c036f919aad712b60d785497dc29236e49615625d5e2', 'xlsx', 2, '2026-11-30 17:39:30.148843+08', 'c82e903b-805a-44fc-b653-969ae98578d8', '2026-11-30 17:39:33.092593+08', 'c82e903b-805a-44fc-b653-969ae98578d8', '4abf36f2d41fd65c7ceb75e7b1609615f92f91d0358513b2b202660eb0eb333c', NULL, NULL);
INSERT INTO ops.issue VALUES
	('c3e450ee-f388-41f3-aac7-ea3fe4352283', 11, '511132', '2024Q1', 'project', '峨边彝族自治县社会组织助力乡村振兴台账（2024年第一季度）.xlsx', '帮扶项目台账', 'I7', 7, 'field', 'project.field.code', 'critical', '星际探索', '产业、就业、教育、健康、养老、育幼、消费、民生、基础设施、文化、人才、其他', 'I7 “帮扶领域”写的是“星际探索”，不在可选的范围里；请从产业、就业、教育、健康、养老、育幼、消费、民生、基础设施、文化、人才、其他中选填一项。', NULL),
	('75e573a1-05e4-47f2-949f-81bb78b16535', NULL, NULL, NULL, NULL, '510311', NULL, NULL, NULL, NULL, 'inbox.unplaced', 'warning', '510311', '<县级代码或名称>/<报告期>/<文件>', '收件箱里的“510311”没有读取：文件应放在“县（区）代码/报告期”文件夹里。', NULL),
	('c82e903b-805a-44fc-b653-969ae98578d8', NULL, '510311', '2024Q1', NULL, '沿滩区社会组织助力乡村振兴台账.xlsx', 'Sheet_bak', NULL, NULL, NULL, 'sheet.hidden', 'notice', NULL, '要报送的工作表不隐藏', '隐藏的工作表“Sheet_bak”不作为数据读取；如是要报送的内容，请取消隐藏后再报。', NULL);
INSERT INTO ops.migration VALUES
	('0001');
INSERT INTO ops.obligation VALUES
	('510303', '2024Q1', 'organization', '2024-04-10', NULL, true),
	('510303', '2024Q1', 'incubator', '2024-04-10', NULL, true),
	('510303', '2024Q1', 'activity', '2024-04-10', NULL, true),
	('510311', '2024Q1', 'organization', '2024-04-10', NULL, true),
	('510311', '2024Q1', 'incubator', '2024-04-10', NULL, true),
	('510311', '2024Q1', 'activity', '2024-04-10', NULL, true),
	('511132', '2024Q1', 'organization', '2024-04-10', NULL, true),
	('511132', '2024Q1', 'agreement', '2024-04-10', NULL, true),
	('511132', '2024Q1', 'project', '2024-04-10', NULL, true),
	('511132', '2024Q1', 'disbursement', '2024-04-10', NULL, true),
	('511132', '2024Q1', 'donation', '2024-04-10', NULL, true),
	('511132', '2024Q1', 'sale', '2024-04-10', NULL, true),
	('511132', '2024Q1', 'incubator', '2024-04-10', NULL, true),
	('511132', '2024Q1', 'need', '2024-04-10', NULL, true),
	('511132', '2024Q1', 'activity', '2024-04-10', NULL, true);
INSERT INTO ops.run VALUES
	('c3e450ee-f388-41f3-aac7-ea3fe4352283', 'nightly', '2024Q1', '/srv/inbox', '2026-11-30 17:38:39.841181+08', '2026-11-30 17:38:43.557887+08', 'finished', '4abf36f2d41fd65c7ceb75e7b1609615f92f91d0358513b2b202660eb0eb333c', '{"files_read": 2, "files_seen": 2}', NULL, NULL),
	('75e573a1-05e4-47f2-949f-81bb78b16535', 'nightly', '2024Q1', '/srv/inbox', '2026-11-30 17:39:06.036534+08', '2026-11-30 17:39:06.331076+08', 'finished', '4abf36f2d41fd65c7ceb75e7b1609615f92f91d0358513b2b202660eb0eb333c', '{"files_read": 0, "files_seen": 2}', NULL, NULL),
	('c82e903b-805a-44fc-b653-969ae98578d8', 'nightly', '2024Q1', '/srv/inbox', '2026-11-30 17:39:30.148843+08', '2026-11-30 17:39:33.092593+08', 'finished', '4abf36f2d41fd65c7ceb75e7b1609615f92f91d0358513b2b202660eb0eb333c', '{"files_read": 2, "files_seen": 3}', NULL, NULL);
INSERT INTO ops.submission VALUES
	(1, 'c3e450ee-f388-41f3-aac7-ea3fe4352283', '510303', '2024Q1', 'activity', '贡井区社会组织助力乡村振兴台账（2024年第一季度）.xlsx', 'f56b9f04b5d42df708da5e268f1089b97ece37740758fd42beb3f5c0ef17ae6d', 1, '2026-11-30 17:38:27.175611+08', '2026-11-30 17:38:39.841181+08', 'accepted', 4, 0, 0, 0, '8cb5087b1a315d34eeff20d4646166777f79662b7891e1e9d94c7f72e7b74a02', '2026-11-30 17:38:43.557887+08', true, '2026-11-30 17:38:43.557887+08', NULL),
	(6, 'c3e450ee-f388-41f3-aac7-ea3fe4352283', '510303', '2024Q1', 'incubator', '贡井区社会组织助力乡村振兴台账（2024年第一季度）.xlsx', 'f56b9f04b5d42df708da5e268f1089b97ece37740758fd42beb3f5c0ef17ae6d', 1, '2026-11-30 17:38:27.175611+08', '2026-11-30 17:38:39.841181+08', 'accepted', 1, 0, 0, 0, '008efabc2cacae0b79b3553e7fed2a1505a8595238b2bf2398612c8c49894039', '2026-11-30 17:38:43.557887+08', true, '2026-11-30 17:38:43.557887+08', NULL),
	(9, 'c3e450ee-f388-41f3-aac7-ea3fe4352283', '510303', '2024Q1', 'organization', '贡井区社会组织助力乡村振兴台账（2024年第一季度）.xlsx', 'f56b9f04b5d42df708da5e268f1089b97ece37740758fd42beb3f5c0ef17ae6d', 1, '2026-11-30 17:38:27.175611+08', '2026-11-30 17:38:39.841181+08', 'accepted', 9, 0, 0, 0, '76234274d0fe915b417bc510a85d2681834c5e17a83e19875befb8ae8ca12848', '2026-11-30 17:38:43.557887+08', true, '2026-11-30 17:38:43.557887+08', NULL),
	(11, 'c3e450ee-f388-41f3-aac7-ea3fe4352283', '511132', '2024Q1', 'project', '峨边彝族自治县社会组织助力乡村振兴台账（2024年第一季度）.xlsx', 'a7db6df305dd4c25ca01f6c51f948719743513ea332714ce085b0bdbad099b85', 1, '2026-11-30 17:38:27.178578+08', '2026-11-30 17:38:39.841181+08', 'returned', 7, 1, 0, 0, '3771f48366d12f8a921e0c075312269d085a62642ccaa3582584f731ac3ccc13', '2026-11-30 17:38:43.557887+08', false, NULL, NULL),
	(2, 'c3e450ee-f388-41f3-aac7-ea3fe4352283', '511132', '2024Q1', 'activity', '峨边彝族自治县社会组织助力乡村振兴台账（2024年第一季度）.xlsx', 'a7db6df305dd4c25ca01f6c51f948719743513ea332714ce085b0bdbad099b85', 1, '2026-11-30 17:38:27.178578+08', '2026-11-30 17:38:39.841181+08', 'accepted', 2, 0, 0, 0, 'bf3a78618cc4704c4b2b0c1099aee2d8732fc448bb56158a778ac2b77d7d9b8f', '2026-11-30 17:38:43.557887+08', false, '2026-11-30 17:38:43.557887+08', '2026-11-30 17:39:33.092593+08'),
	(3, 'c3e450ee-f388-41f3-aac7-ea3fe4352283', '511132', '2024Q1', 'agreement', '峨边彝族自治县社会组织助力乡村振兴台账（2024年第一季度）.xlsx', 'a7db6df305dd4c25ca01f6c51f948719743513ea332714ce085b0bdbad099b85', 1, '2026-11-30 17:38:27.178578+08', '2026-11-30 17:38:39.841181+08', 'accepted', 5, 0, 0, 0, '7a8be47ed730e2d812068464c3bfab65742c0732ad8806f0f0dddf43d133bb11', '2026-11-30 17:38:43.557887+08', false, '2026-11-30 17:38:43.557887+08', '2026-11-30 17:39:33.092593+08'),
	(4, 'c3e450ee-f388-41f3-aac7-ea3fe4352283', '511132', '2024Q1', 'disbursement', '峨边彝族自治县社会组织助力乡村振兴台账（2024年第一季度）.xlsx', 'a7db6df305dd4c25ca01f6c51f948719743513ea332714ce085b0bdbad099b85', 1, '2026-11-30 17:38:27.178578+08', '2026-11-30 17:38:39.841181+08', 'accepted', 15, 0, 0, 0, '184831e938af3aa354dd6151ac941718f47b68f1b32cb99048ac3dc2b5526faf', '2026-11-30 17:38:43.557887+08', false, '2026-11-30 17:38:43.557887+08', '2026-11-30 17:39:33.092593+08'),
	(5, 'c3e450ee-f388-41f3-aac7-ea3fe4352283', '511132', '2024Q1', 'donation', '峨边彝族自治县社会组织助力乡村振兴台账（2024年第一季度）.xlsx', 'a7db6df305dd4c25ca01f6c51f948719743513ea332714ce085b0bdbad099b85', 1, '2026-11-30 17:38:27.178578+08', '2026-11-30 17:38:39.841181+08', 'accepted', 6, 0, 0, 0, 'bd025e3277562284cab0461bf7c85f1c95e58a1017e68c8c5de42990ae2b6e97', '2026-11-30 17:38:43.557887+08', false, '2026-11-30 17:38:43.557887+08', '2026-11-30 17:39:33.092593+08'),
	(7, 'c3e450ee-f388-41f3-aac7-ea3fe4352283', '511132', '2024Q1', 'incubator', '峨边彝族自治县社会组织助力乡村振兴台账（2024年第一季度）.xlsx', 'a7db6df305dd4c25ca01f6c51f948719743513ea332714ce085b0bdbad099b85', 1, '2026-11-30 17:38:27.178578+08', '2026-11-30 17:38:39.841181+08', 'accepted', 2, 0, 0, 0, 'b55a50bc9506ba99632b4ac989a6eb09d8874f82befd3e1b0abb802a1f1cd0f9', '2026-11-30 17:38:43.557887+08', false, '2026-11-30 17:38:43.557887+08', '2026-11-30 17:39:33.092593+08'),
	(8, 'c3e450ee-f388-41f3-aac7-ea3fe4352283', '511132', '2024Q1', 'need', '峨边彝族自治县社会组织助力乡村振兴台账（2024年第一季度）.xlsx', 'a7db6df305dd4c25ca01f6c51f948719743513ea332714ce085b0bdbad099b85', 1, '2026-11-30 17:38:27.178578+08', '2026-11-30 17:38:39.841181+08', 'accepted', 6, 0, 0, 0, 'a9a47f99cc9bc495c075c6a52294e5e26f0ef9b38ef4b9e7a2f1eaa0868076d9', '2026-11-30 17:38:43.557887+08', false, '2026-11-30 17:38:43.557887+08', '2026-11-30 17:39:33.092593+08'),
	(10, 'c3e450ee-f388-41f3-aac7-ea3fe4352283', '511132', '2024Q1', 'organization', '峨边彝族自治县社会组织助力乡村振兴台账（2024年第一季度）.xlsx', 'a7db6df305dd4c25ca01f6c51f948719743513ea332714ce085b0bdbad099b85', 1, '2026-11-30 17:38:27.178578+08', '2026-11-30 17:38:39.841181+08', 'accepted', 12, 0, 0, 0, '6a5cc5d95eded795b30a4c4141170c07f1269a98132e2ae0904f60e4c65ef35f', '2026-11-30 17:38:43.557887+08', false, '2026-11-30 17:38:43.557887+08', '2026-11-30 17:39:33.092593+08'),
	(12, 'c3e450ee-f388-41f3-aac7-ea3fe4352283', '511132', '2024Q1', 'sale', '峨边彝族自治县社会组织助力乡村振兴台账（2024年第一季度）.xlsx', 'a7db6df305dd4c25ca01f6c51f948719743513ea332714ce085b0bdbad099b85', 1, '2026-11-30 17:38:27.178578+08', '2026-11-30 17:38:39.841181+08', 'accepted', 7, 0, 0, 0, '22e02babd798eeb4f26711dfdff152f8fb6ee532eedffbbb78142db123cfa401', '2026-11-30 17:38:43.557887+08', false, '2026-11-30 17:38:43.557887+08', '2026-11-30 17:39:33.092593+08'),
	(13, 'c82e903b-805a-44fc-b653-969ae98578d8', '510311', '2024Q1', 'activity', '沿滩区社会组织助力乡村振兴台账.xlsx', '42c131d5ccb0bb539fad25d2807198344e06bb8d47dfc4929963795fed359b19', 2, '2026-11-30 17:39:13.221415+08', '2026-11-30 17:39:30.148843+08', 'accepted', 1, 0, 0, 0, 'd60fc90e5d0491472e40c81d8a7b8e998d9e72932f333badffb7fbf8f6a44551', '2026-11-30 17:39:33.092593+08', true, '2026-11-30 17:39:33.092593+08', NULL),
	(14, 'c82e903b-805a-44fc-b653-969ae98578d8', '511132', '2024Q1', 'activity', '峨边彝族自治县社会组织助力乡村振兴台账（2024年第一季度）.xlsx', '715ab7aeb59ac235d3e2c036f919aad712b60d785497dc29236e49615625d5e2', 2, '2026-11-30 17:39:13.227797+08', '2026-11-30 17:39:30.148843+08', 'accepted', 2, 0, 0, 0, 'a3bfe98f3e9acda9d9b4debcb4c6f2e6b681a652a73a6a6c14f5e11440e6ebf4', '2026-11-30 17:39:33.092593+08', true, '2026-11-30 17:39:33.092593+08', NULL),
	(15, 'c82e903b-805a-44fc-b653-969ae98578d8', '511132', '2024Q1', 'agreement', '峨边彝族自治县社会组织助力乡村振兴台账（2024年第一季度）.xlsx', '715ab7aeb59ac235d3e2c036f919aad712b60d785497dc29236e49615625d5e2', 2, '2026-11-30 17:39:13.227797+08', '2026-11-30 17:39:30.148843+08', 'accepted', 5, 0, 0, 0, '4b7cc2ef1b21c62afcc0ef4e63edfaa2a2d299679fdf9b824411a512da3b0323', '2026-11-30 17:39:33.092593+08', true, '2026-11-30 17:39:33.092593+08', NULL),
	(16, 'c82e903b-805a-44fc-b653-969ae98578d8', '511132', '2024Q1', 'disbursement', '峨边彝族自治县社会组织助力乡村振兴台账（2024年第一季度）.xlsx', '715ab7aeb59ac235d3e2c036f919aad712b60d785497dc29236e49615625d5e2', 2, '2026-11-30 17:39:13.227797+08', '2026-11-30 17:39:30.148843+08', 'accepted', 15, 0, 0, 0, 'c8251c01927aa45cba4ae1814330ce17d0690b490886dc40477a3ca6657d5c66', '2026-11-30 17:39:33.092593+08', true, '2026-11-30 17:39:33.092593+08', NULL),
	(17, 'c82e903b-805a-44fc-b653-969ae98578d8', '511132', '2024Q1', 'donation', '峨边彝族自治县社会组织助力乡村振兴台账（2024年第一季度）.xlsx', '715ab7aeb59ac235d3e2c036f919aad712b60d785497dc29236e49615625d5e2', 2, '2026-11-30 17:39:13.227797+08', '2026-11-30 17:39:30.148843+08', 'accepted', 6, 0, 0, 0, 'f470dc4548fd30039cf25276258b115f467ec52f34dce7478bde877680226cb2', '2026-11-30 17:39:33.092593+08', true, '2026-11-30 17:39:33.092593+08', NULL),
	(18, 'c82e903b-805a-44fc-b653-969ae98578d8', '511132', '2024Q1', 'incubator', '峨边彝族自治县社会组织助力乡村振兴台账（2024年第一季度）.xlsx', '715ab7aeb59ac235d3e2c036f919aad712b60d785497dc29236e49615625d5e2', 2, '2026-11-30 17:39:13.227797+08', '2026-11-30 17:39:30.148843+08', 'accepted', 2, 0, 0, 0, '7be8a5d45063b2b164edf264907bcbaf75b35814138b4523a08fc095cd6e716e', '2026-11-30 17:39:33.092593+08', true, '2026-11-30 17:39:33.092593+08', NULL),
	(19, 'c82e903b-805a-44fc-b653-969ae98578d8', '511132', '2024Q1', 'need', '峨边彝族自治县社会组织助力乡村振兴台账（2024年第一季度）.xlsx', '715ab7aeb59ac235d3e2c036f919aad712b60d785497dc29236e49615625d5e2', 2, '2026-11-30 17:39:13.227797+08', '2026-11-30 17:39:30.148843+08', 'accepted', 6, 0, 0, 0, 'c95e9af2062ddedba9d6a01d6d88b688817c658302413f8fbb06ca0dc19fe1e8', '2026-11-30 17:39:33.092593+08', true, '2026-11-30 17:39:33.092593+08', NULL),
	(20, 'c82e903b-805a-44fc-b653-969ae98578d8', '510311', '2024Q1', 'organization', '沿滩区社会组织助力乡村振兴台账.xlsx', '42c131d5ccb0bb539fad25d2807198344e06bb8d47dfc4929963795fed359b19', 2, '2026-11-30 17:39:13.221415+08', '2026-11-30 17:39:30.148843+08', 'accepted', 9, 0, 0, 0, '2951659e76ee7c38999d1f45c5501cfca000a982ac0abb5fbb85e341ddc86bee', '2026-11-30 17:39:33.092593+08', true, '2026-11-30 17:39:33.092593+08', NULL),
	(21, 'c82e903b-805a-44fc-b653-969ae98578d8', '511132', '2024Q1', 'organization', '峨边彝族自治县社会组织助力乡村振兴台账（2024年第一季度）.xlsx', '715ab7aeb59ac235d3e2c036f919aad712b60d785497dc29236e49615625d5e2', 2, '2026-11-30 17:39:13.227797+08', '2026-11-30 17:39:30.148843+08', 'accepted', 12, 0, 0, 0, '7ddd45bc2f8ef949318f23089c9eb3bfaa48d45dc4cbddc93087beaa1d13aae9', '2026-11-30 17:39:33.092593+08', true, '2026-11-30 17:39:33.092593+08', NULL),
	(22, 'c82e903b-805a-44fc-b653-969ae98578d8', '511132', '2024Q1', 'project', '峨边彝族自治县社会组织助力乡村振兴台账（2024年第一季度）.xlsx', '715ab7aeb59ac235d3e2c036f919aad712b60d785497dc29236e49615625d5e2', 2, '2026-11-30 17:39:13.227797+08', '2026-11-30 17:39:30.148843+08', 'accepted', 7, 0, 0, 0, '366d19612d05ce1312534830319fb0b800813893919c14a24c21cd73f9dc1b11', '2026-11-30 17:39:33.092593+08', true, '2026-11-30 17:39:33.092593+08', NULL),
	(23, 'c82e903b-805a-44fc-b653-969ae98578d8', '511132', '2024Q1', 'sale', '峨边彝族自治县社会组织助力乡村振兴台账（2024年第一季度）.xlsx', '715ab7aeb59ac235d3e2c036f919aad712b60d785497dc29236e49615625d5e2', 2, '2026-11-30 17:39:13.227797+08', '2026-11-30 17:39:30.148843+08', 'accepted', 7, 0, 0, 0, '055d84e793c64c0adfda1511af89da300376fdef8a1ee8273751f7cfb65c48fc', '2026-11-30 17:39:33.092593+08', true, '2026-11-30 17:39:33.092593+08', NULL);
SELECT pg_catalog.setval('ops.submission_id_seq', 23, true);
ALTER TABLE ONLY ops.applied
    ADD CONSTRAINT applied_pkey PRIMARY KEY (fingerprint);
ALTER TABLE ONLY ops.county_attempt
    ADD CONSTRAINT county_attempt_pkey PRIMARY KEY (run_id, county_code, period);
ALTER TABLE ONLY ops.file
    ADD CONSTRAINT file_pkey PRIMARY KEY (county_code, period, name, sha256);
ALTER TABLE ONLY ops.migration
    ADD CONSTRAINT migration_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY ops.obligation
    ADD CONSTRAINT obligation_pkey PRIMARY KEY (county_code, period, report);
ALTER TABLE ONLY ops.run
    ADD CONSTRAINT run_pkey PRIMARY KEY (run_id);
ALTER TABLE ONLY ops.submission
    ADD CONSTRAINT submission_pkey PRIMARY KEY (submission_id);
ALTER TABLE ONLY ref.code
    ADD CONSTRAINT code_pkey PRIMARY KEY (code_list, code);
ALTER TABLE ONLY ref.county
    ADD CONSTRAINT county_pkey PRIMARY KEY (code);
ALTER TABLE ONLY ref.prefecture
    ADD CONSTRAINT prefecture_pkey PRIMARY KEY (code);
ALTER TABLE ONLY ref.report_column
    ADD CONSTRAINT report_column_pkey PRIMARY KEY (report, column_name);
ALTER TABLE ONLY ref.report
    ADD CONSTRAINT report_pkey PRIMARY KEY (report);
CREATE INDEX activity_submission ON core.activity USING brin (submission_id) WITH (pages_per_range='32');
CREATE INDEX agreement_submission ON core.agreement USING brin (submission_id) WITH (pages_per_range='32');
CREATE INDEX disbursement_submission ON core.disbursement USING brin (submission_id) WITH (pages_per_range='32');
CREATE INDEX donation_submission ON core.donation USING brin (submission_id) WITH (pages_per_range='32');
CREATE INDEX incubator_submission ON core.incubator USING brin (submission_id) WITH (pages_per_range='32');
CREATE INDEX need_submission ON core.need USING brin (submission_id) WITH (pages_per_range='32');
CREATE INDEX organization_submission ON core.organization USING brin (submission_id) WITH (pages_per_range='32');
CREATE INDEX project_submission ON core.project USING brin (submission_id) WITH (pages_per_range='32');
CREATE INDEX sale_submission ON core.sale USING brin (submission_id) WITH (pages_per_range='32');
CREATE INDEX column_map_submission ON ops.column_map USING brin (submission_id) WITH (pages_per_range='32');
CREATE INDEX issue_submission ON ops.issue USING brin (submission_id) WITH (pages_per_range='32');
CREATE UNIQUE INDEX submission_in_use ON ops.submission USING btree (county_code, period, report) WHERE ((in_use_from IS NOT NULL) AND (in_use_to IS NULL));
CREATE UNIQUE INDEX submission_latest ON ops.submission USING btree (county_code, period, report) WHERE is_latest;
ALTER TABLE ONLY ops.county_attempt
    ADD CONSTRAINT county_attempt_run FOREIGN KEY (run_id) REFERENCES ops.run(run_id);
ALTER TABLE ONLY ops.submission
    ADD CONSTRAINT submission_run FOREIGN KEY (run_id) REFERENCES ops.run(run_id);
