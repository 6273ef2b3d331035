/** What is to be done with a block. */
type Use =
  | { readonly kind: 'commands'; readonly terminal: string }
  | { readonly kind: 'file'; readonly name: string }
  /** What the commands before print; `...` stands for anything in a line. */
  | { readonly kind: 'output' };

/** A block of a document that somebody is to follow, with the line in which its text begins. */
export type Block = Use & { readonly line: number; readonly text: string };

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

const uses: readonly [RegExp, (found: string) => Use][] = [
  [/^bash$/, () => ({ kind: 'commands', terminal: 'main' })],
  [/^bash terminal=(\w+)$/, (terminal) => ({ kind: 'commands', terminal })],
  [/^(?:python|html) file=([\w.]+)$/, (name) => ({ kind: 'file', name })],
  [/^text$/, () => ({ kind: 'output' })],
];

const blockOf = (info: string, line: number, text: string): Block => {
  for (const [shape, use] of uses) {
    const found = shape.exec(info);
    if (found) return { ...use(found[1] ?? ''), line, text };
  }
  throw new Error(`line ${line}: nobody knows what to do with a block of "${info}"`);
};

/** The sections of a document in Markdown, with their fenced blocks. Throws for a block that it cannot tell. */
export const sectionsOf = (markdown: string): Section[] => {
  const sections: { title: string; blocks: Block[] }[] = [{ title: '', blocks: [] }];
  let open: { info: string; line: number; lines: string[] } | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    const blocks = sections.at(-1)?.blocks ?? [];
    if (line === '```' && open) {
      blocks.push(blockOf(open.info, open.line, `${open.lines.join('\n')}\n`));
      open = undefined;
    } else if (open) {
      open.lines.push(line);
    } else if (/^```[^`]*$/.test(line)) {
      open = { info: line.slice(3), line: index + 2, lines: [] };
    } else if (/^\s*(```|~~~)|^( {4}|\t)/.test(line)) {
      throw new Error(`line ${index + 1}: a block is to begin with three backticks at the line's begin`);
    } else if (line.startsWith('## ')) {
      sections.push({ title: line.slice(3), blocks: [] });
    }
  }
  if (open) throw new Error(`line ${open.line}: the block has no end`);
  return sections;
};
