import { ActionIcon, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/** One side of a line: what it is called, how long it may be, how it is typed. */
interface Side<Line> {
  field: keyof Line & string;
  label: string;
  placeholder?: string;
  maxLength?: number;
  type?: "url";
  width?: string;
}

interface PairLinesProps<Line> {
  legend: string;
  add: string;
  /** How many lines there may be. */
  most: number;
  lines: Line[];
  empty: Line;
  sides: readonly [Side<Line>, Side<Line>];
  onChange(lines: Line[]): void;
}

/** Lines of two texts each, to be added, typed and removed. */
export function PairLines<Line extends Record<string, string>>(props: PairLinesProps<Line>) {
  const { lines, sides, onChange } = props;
  const { t } = useTranslation();
  const set = (at: number, field: keyof Line & string, text: string) =>
    onChange(lines.map((line, index) => (index === at ? { ...line, [field]: text } : line)));
  return (
    <Stack gap="xs" component="fieldset" p={0} m={0} style={{ border: 0 }}>
      <Text component="legend" size="sm" fw={500}>
        {props.legend}
      </Text>
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name of its own while it is typed
        <Group key={at} gap="xs" wrap="nowrap" align="flex-end">
          {sides.map((side) => (
            <TextInput
              key={side.field}
              aria-label={side.label}
              placeholder={side.placeholder ?? side.label}
              type={side.type}
              maxLength={side.maxLength}
              w={side.width}
              flex={side.width ? undefined : 1}
              value={line[side.field]}
              onChange={(event) => set(at, side.field, event.currentTarget.value)}
            />
          ))}
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t("edit.removeLine")}
            onClick={() => onChange(lines.filter((_, index) => index !== at))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      {lines.length < props.most && (
        <div>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={() => onChange([...lines, props.empty])}
          >
            {props.add}
          </Button>
        </div>
      )}
    </Stack>
  );
}
