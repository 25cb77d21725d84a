/** The name of a version as it is shown: the beginning of its hash tells it from the others. */
export const shortOf = (version: string): string => version.slice(0, 7);

export function VersionName({ version }: { readonly version: string }) {
  return (
    <bdi className="am-id" dir="ltr">
      {shortOf(version)}
    </bdi>
  );
}
