import type { ContractProblem } from '@amanah/adapter-api';
import type { QualifiedName } from '../xml/qualified-name.ts';

/** What the body of a message is made of. */
export type BodyPlan =
  | { readonly kind: 'elements'; readonly elements: readonly QualifiedName[] }
  | { readonly kind: 'rpc'; readonly wrapper: QualifiedName; readonly parts: readonly { readonly name: string; readonly type: QualifiedName }[] };

/** One message of an operation. */
export interface MessagePlan {
  readonly body: BodyPlan;
  readonly headers: readonly QualifiedName[];
  /** Parts that go beside the envelope (`mime:content`), with the content types that the binding allows. */
  readonly attachments: readonly { readonly name: string; readonly contentTypes: readonly string[] }[];
}

export type SoapVersion = '1.1' | '1.2';

/** An operation as a port offers it. */
export interface OperationPlan {
  /** `Service.Port.operation`, unique in the description. */
  readonly name: string;
  readonly group: string;
  readonly summary: string | null;
  readonly operation: string;
  /** Name of its input, by which overloaded operations are told apart. */
  readonly inputName: string | null;
  readonly soap: SoapVersion;
  readonly style: 'document' | 'rpc';
  readonly action: string;
  /** The action by WS-Addressing, which the description may leave to its rules. */
  readonly addressingAction: string;
  /** Where its port says that it listens; `null` when it says nothing. */
  readonly endpoint: string | null;
  readonly input: MessagePlan;
  /** `null` for an operation that answers nothing. */
  readonly output: MessagePlan | null;
  /** Elements that its faults may carry as detail. */
  readonly faults: readonly QualifiedName[];
  /** The binding wants WS-Addressing. */
  readonly addressing: boolean;
  /** `wsdlx:safe`: the description itself says that nothing is changed. */
  readonly safe: boolean;
  /** Why it cannot be called. */
  readonly problems: readonly ContractProblem[];
}
