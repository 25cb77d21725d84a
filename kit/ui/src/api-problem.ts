/** One refused field of a request body, in words. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

/** The body of an `application/problem+json` answer of the hub. Texts are in the request's language. */
export interface ProblemDetails {
  readonly type?: string;
  readonly code: string;
  readonly title: string;
  /** What the person can do now. */
  readonly detail?: string;
  readonly status: number;
  readonly requestId?: string;
  readonly fields?: readonly FieldProblem[];
}

/** An API call that the hub answered with a refusal. */
export class ApiProblem extends Error {
  readonly problem: ProblemDetails;
  constructor(problem: ProblemDetails) {
    super(`${problem.code}: ${problem.title}`);
    this.name = 'ApiProblem';
    this.problem = problem;
  }
}

/** Reads the refusal out of a response; an answer that is no problem document still gives one, without words. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const requestId = response.headers.get('x-request-id') ?? '';
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json');
  const body = isProblem ? ((await response.json().catch(() => null)) as Partial<ProblemDetails> | null) : null;
  return new ApiProblem({ code: 'HTTP_UNEXPECTED', title: '', status: response.status, requestId, ...body });
}
