import { randomInt } from 'node:crypto';

export type ApprovalState = 'waiting' | 'approved' | 'rejected' | 'expired';

/** One wish to sign in: the number on the page must be chosen among three in the app. */
export interface Approval {
  readonly id: string;
  readonly nationalId: string;
  /** The two-digit number on the sign-in page. */
  readonly number: number;
  /** What the app offers, the right one among them. */
  readonly choices: readonly number[];
  readonly expiresAt: number;
}

/** Approvals in progress, in memory; each lives `seconds` and is answered once. */
export class Approvals {
  /** Answers by itself after so many milliseconds; `null` waits for the app. */
  autoApproveMs: number | null = null;
  seconds: number;
  readonly #open = new Map<string, Approval & { answer: 'approved' | 'rejected' | null }>();

  constructor(seconds: number) {
    this.seconds = seconds;
  }

  start(id: string, nationalId: string): Approval {
    const choices = new Set<number>();
    while (choices.size < 3) choices.add(randomInt(10, 100));
    const offered = [...choices];
    const approval = { id, nationalId, number: offered[randomInt(3)] ?? 10, choices: offered, expiresAt: Date.now() + this.seconds * 1000, answer: null };
    this.#open.set(id, approval);
    if (this.autoApproveMs !== null) setTimeout(() => this.answer(id, approval.number), this.autoApproveMs).unref();
    return approval;
  }

  find(id: string): Approval | undefined {
    return this.#open.get(id);
  }

  state(id: string): ApprovalState | undefined {
    const approval = this.#open.get(id);
    if (!approval) return undefined;
    return approval.answer ?? (Date.now() > approval.expiresAt ? 'expired' : 'waiting');
  }

  /** What waits in a person's app, newest first. */
  waitingFor(nationalId: string): readonly Approval[] {
    return [...this.#open.values()].filter((one) => one.nationalId === nationalId && this.state(one.id) === 'waiting').reverse();
  }

  /** The app's answer; a wrong number rejects, as the real app does. @returns the state after it */
  answer(id: string, number: number | null): ApprovalState | undefined {
    const approval = this.#open.get(id);
    if (approval && this.state(id) === 'waiting') approval.answer = number === approval.number ? 'approved' : 'rejected';
    return this.state(id);
  }

  end(id: string): void {
    this.#open.delete(id);
  }
}
