import type { ServiceToken } from '@amanah/plugin-api';

/** What visitors said of one page. */
export interface PageOpinion {
  readonly path: string;
  readonly useful: number;
  readonly total: number;
}

/** One visitor's answer; no person is recorded. */
export interface PageAnswer {
  readonly path: string;
  readonly useful: boolean;
  readonly note: string | null;
  readonly language: 'ar' | 'en';
  readonly givenAt: string;
}

/** Answers to "was this page useful" as other plugins see them. */
export interface PageFeedbackService {
  /** Pages with the most "no" first. */
  pages(limit: number): Promise<readonly PageOpinion[]>;
  /** Newest answers first. */
  latest(limit: number): Promise<readonly PageAnswer[]>;
}

export const pageFeedback: ServiceToken<PageFeedbackService> = { plugin: 'portal', name: 'page-feedback' };
