import { ActionIcon, Group } from "@mantine/core";
import { IconArrowLeft, IconArrowRight, IconTrash } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Picture } from "./picture";
import classes from "./upload.module.css";

type Step = -1 | 1;

/** The pictures there are, in their order; each can be moved and removed by mouse and by keyboard. */
export function Chosen(props: {
  value: string[];
  move(from: number, step: Step): void;
  remove(at: number): void;
}) {
  const { t } = useTranslation();
  const { value } = props;
  const list = useRef<HTMLUListElement>(null);
  // A picture that moves takes the focus along, to the button that can go on.
  const moved = useRef<{ place: number; step: Step } | null>(null);
  useEffect(() => {
    if (!moved.current || !list.current) return;
    const { place, step } = moved.current;
    moved.current = null;
    const buttons = list.current.children[place]?.querySelectorAll("button") ?? [];
    const order = step < 0 ? [buttons[0], buttons[1]] : [buttons[1], buttons[0]];
    order.find((it) => it && !it.disabled)?.focus();
  });
  const go = (at: number, step: Step) => {
    moved.current = { place: at + step, step };
    props.move(at, step);
  };
  const count = value.length;
  if (count === 0) return null;
  return (
    <ul ref={list} className={classes.chosen} aria-label={t("pictures.list")}>
      {value.map((id, at) => {
        const place = at + 1;
        return (
          <li key={id}>
            <Picture id={id} alt={t("pictures.one", { place, count })} size="medium" />
            <Group gap={2} justify="space-between" mt={2}>
              <Group gap={2}>
                <ActionIcon
                  variant="subtle"
                  disabled={at === 0}
                  aria-label={t("pictures.earlier", { place })}
                  onClick={() => go(at, -1)}
                >
                  <IconArrowLeft size={16} />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  disabled={place === count}
                  aria-label={t("pictures.later", { place })}
                  onClick={() => go(at, 1)}
                >
                  <IconArrowRight size={16} />
                </ActionIcon>
              </Group>
              <ActionIcon
                variant="subtle"
                color="red"
                aria-label={t("pictures.remove", { place })}
                onClick={() => props.remove(at)}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </Group>
          </li>
        );
      })}
    </ul>
  );
}
