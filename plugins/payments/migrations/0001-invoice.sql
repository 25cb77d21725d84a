-- Amounts are riyals with two decimals, never floats.
CREATE TABLE invoice (
  id uuid PRIMARY KEY,
  -- Ours, known to SADAD as well: by it a bill is found whose reply was lost.
  reference text NOT NULL UNIQUE,
  key text NOT NULL UNIQUE,
  request text,
  unit text NOT NULL,
  person_id text,
  payer_kind text NOT NULL CHECK (payer_kind IN ('nationalId', 'unifiedNumber')),
  payer_number text NOT NULL,
  payer_name_ar text NOT NULL,
  payer_name_en text NOT NULL,
  title_ar text NOT NULL,
  title_en text NOT NULL,
  lines jsonb NOT NULL,
  total numeric(14,2) NOT NULL CHECK (total >= 0),
  paid numeric(14,2) NOT NULL DEFAULT 0 CHECK (paid >= 0 AND paid <= total),
  state text NOT NULL CHECK (state IN ('issuing', 'unpaid', 'partly-paid', 'paid', 'cancelled', 'expired', 'refunded')),
  due_on date NOT NULL,
  bill_number text UNIQUE,
  -- Page of a bank for trials, where the system behind is one for trials.
  trial_page text,
  -- Set before SADAD is asked to cancel; what a crash left open is finished by the next round.
  cancel_reason text,
  created_at timestamptz NOT NULL DEFAULT now(),
  issued_at timestamptz,
  paid_at timestamptz,
  ended_at timestamptz
);
CREATE INDEX invoice_person ON invoice (person_id, created_at DESC);
CREATE INDEX invoice_payer ON invoice (payer_kind, payer_number, created_at DESC);
CREATE INDEX invoice_request ON invoice (request) WHERE request IS NOT NULL;
CREATE INDEX invoice_open ON invoice (due_on) WHERE state IN ('issuing', 'unpaid', 'partly-paid');

CREATE TABLE payment (
  -- SADAD's own number: a payment that is told again is the same one, and is counted once.
  number text PRIMARY KEY,
  sequence bigint NOT NULL,
  bill_number text NOT NULL,
  invoice uuid REFERENCES invoice,
  amount numeric(14,2) NOT NULL CHECK (amount > 0),
  -- What of it paid the invoice; the rest is a refund case.
  counted numeric(14,2) NOT NULL DEFAULT 0,
  paid_at timestamptz NOT NULL,
  bank text NOT NULL,
  noted_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX payment_invoice ON payment (invoice);
CREATE INDEX payment_unmatched ON payment (bill_number) WHERE invoice IS NULL;
CREATE INDEX payment_day ON payment (paid_at);

CREATE TABLE refund (
  id uuid PRIMARY KEY,
  payment text NOT NULL REFERENCES payment,
  invoice uuid NOT NULL REFERENCES invoice,
  amount numeric(14,2) NOT NULL CHECK (amount > 0),
  why text NOT NULL CHECK (why IN ('double', 'late', 'excess', 'cancelled')),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'proposed', 'approved', 'refunded', 'refused')),
  opened_at timestamptz NOT NULL DEFAULT now(),
  proposed_by text,
  proposed_name_ar text,
  proposed_name_en text,
  proposed_at timestamptz,
  note text,
  decided_by text,
  decided_at timestamptz,
  decision_note text,
  refunded_at timestamptz,
  sadad_number text,
  UNIQUE (payment, why),
  -- Two persons: who proposed it does not decide.
  CHECK (decided_by IS NULL OR decided_by <> proposed_by)
);
CREATE INDEX refund_open ON refund (opened_at) WHERE state IN ('open', 'proposed', 'approved');

-- How far the payments that SADAD tells were read.
CREATE TABLE collection (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  cursor bigint NOT NULL DEFAULT 0,
  collected_at timestamptz
);
INSERT INTO collection DEFAULT VALUES;
