interface Standing {
  readonly validUntil: string;
  readonly state: 'valid' | 'expired' | 'suspended' | 'cancelled';
}

const RANK: Readonly<Record<Standing['state'], number>> = { suspended: 0, expired: 1, valid: 2, cancelled: 3 };

/** Licences with those first that need their holder: suspended, then expired the latest, then what expires next; what was cancelled stands last. */
export function byNeed<Licence extends Standing>(licences: readonly Licence[]): readonly Licence[] {
  return licences.toSorted((one, other) => {
    if (one.state !== other.state) return RANK[one.state] - RANK[other.state];
    const earlier = one.validUntil < other.validUntil ? -1 : 1;
    return one.state === 'expired' ? -earlier : earlier;
  });
}
