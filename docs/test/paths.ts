/** The files and folders of the repository that a page names in its text, by their paths from the root. */
export function pathsOf(markdown: string, packages: ReadonlyArray<string>): Array<string> {
  const text = markdown.replace(/^```[\s\S]*?^```$/gm, "");
  return [...text.matchAll(/`([^`\s]+\/[^`\s]*)`/g)].flatMap(([, code = ""]) => {
    // A pattern, such as packages/backend-<engine>.
    if (/[<>*]/.test(code)) return [];
    if (/^(packages|apps|docs|scripts|\.ci|\.changeset)\//.test(code)) return [code];
    const [folder = "", ...rest] = code.split("/");
    if (!packages.includes(folder)) return [];
    // `pnpm bench step-files` leaves out src, too.
    return [`packages/${folder}/src/${rest.join("/")}`.replace("/src/src/", "/src/")];
  });
}
