import { Button, Fieldset, Group, Stack, Text, VisuallyHidden } from "@mantine/core";
import { IconPhotoPlus } from "@tabler/icons-react";
import { type DragEvent, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Chosen } from "./chosen";
import { KINDS, MOST_SIZE } from "./rules";
import classes from "./upload.module.css";
import { useUploads } from "./uploads";
import { WaitingFile } from "./waiting";

/** Pictures to be dropped, chosen or pasted; the limits are said before, a refusal stands at its file. */
export function PictureUpload(props: {
  /** The pictures there are, in their order. */
  value: string[];
  onChange(value: string[]): void;
  /** How many there may be. */
  max: number;
}) {
  const { value, onChange, max } = props;
  const { t } = useTranslation();
  const hint = useId();
  const input = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [isOver, setOver] = useState(false);
  const [said, say] = useState("");
  const uploads = useUploads(value, max, ({ ids, file, isNew }) => {
    if (isNew) onChange(ids);
    say(t(isNew ? "pictures.added" : "pictures.known", { name: file.name }));
  });
  const isFull = value.length >= max;

  const move = (from: number, step: -1 | 1) => {
    const next = [...value];
    const [id] = next.splice(from, 1);
    if (id === undefined) return;
    next.splice(from + step, 0, id);
    onChange(next);
    say(t("pictures.moved", { place: from + step + 1, count: value.length }));
  };
  const remove = (at: number) => {
    onChange(value.filter((_, place) => place !== at));
    say(t("pictures.removed", { count: value.length - 1 }));
    button.current?.focus();
  };
  const drag = (over: boolean) => (event: DragEvent) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setOver(over);
  };

  return (
    <Fieldset
      legend={t("pictures.label")}
      aria-describedby={hint}
      onPaste={(event) => {
        if (event.clipboardData.files.length > 0) uploads.add(event.clipboardData.files);
      }}
    >
      <Stack gap="sm">
        <Chosen value={value} move={move} remove={remove} />
        {uploads.waiting.length > 0 && (
          <ul className={classes.waiting}>
            {uploads.waiting.map((it) => (
              <WaitingFile key={it.key} item={it} uploads={uploads} />
            ))}
          </ul>
        )}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one of three ways; the button is for keyboards */}
        <div
          className={classes.zone}
          data-testid="drop"
          data-over={isOver || undefined}
          onDragEnter={drag(true)}
          onDragOver={drag(true)}
          onDragLeave={drag(false)}
          onDrop={(event) => {
            drag(false)(event);
            uploads.add(event.dataTransfer.files);
          }}
        >
          <Group gap="sm">
            {/* Never disabled: whoever has removed a picture, or pastes one, stands here. */}
            <Button
              ref={button}
              variant="default"
              leftSection={<IconPhotoPlus size={16} />}
              aria-disabled={isFull || undefined}
              onClick={() => !isFull && input.current?.click()}
            >
              {t("pictures.choose")}
            </Button>
            <Text size="sm">{t("pictures.how")}</Text>
          </Group>
          <Text id={hint} size="sm" c="dimmed" mt="xs">
            {isFull
              ? t("pictures.full", { count: max })
              : t("pictures.allowed", { size: MOST_SIZE, count: max })}
          </Text>
          <input
            ref={input}
            type="file"
            hidden
            multiple={max > 1}
            accept={KINDS.join(",")}
            aria-label={t("pictures.choose")}
            onChange={(event) => {
              uploads.add(event.currentTarget.files ?? []);
              // The same file may be chosen again.
              event.currentTarget.value = "";
            }}
          />
        </div>
        <VisuallyHidden role="status">{said}</VisuallyHidden>
      </Stack>
    </Fieldset>
  );
}
