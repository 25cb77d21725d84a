-- Subscriptions of outside systems to events; secrets sealed.
CREATE TABLE hub.webhook (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  url text NOT NULL,
  types text[] NOT NULL,
  owner text NOT NULL,
  active boolean NOT NULL DEFAULT true,
  sealed_secret text NOT NULL,
  -- The secret before the last rotation goes on signing until then.
  sealed_previous text,
  previous_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- One event on its way to one subscriber, and afterwards the log of it.
CREATE TABLE hub.webhook_delivery (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  webhook_id uuid NOT NULL REFERENCES hub.webhook ON DELETE CASCADE,
  event_id uuid NOT NULL,
  event jsonb NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'given-up')),
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL DEFAULT now(),
  last_status integer,
  last_error text,
  created_at timestamptz NOT NULL DEFAULT now(),
  delivered_at timestamptz,
  UNIQUE (webhook_id, event_id)
);
CREATE INDEX webhook_delivery_due ON hub.webhook_delivery (next_at) WHERE state = 'waiting';
CREATE INDEX webhook_delivery_log ON hub.webhook_delivery (webhook_id, created_at DESC);
