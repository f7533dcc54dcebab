import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { RefusalNote } from "./states";

interface ConfirmProps {
  opened: boolean;
  title: string;
  consequence: string;
  confirm: string;
  back: string;
  busy: boolean;
  error: unknown;
  onConfirm(): void;
  onClose(): void;
  children?: ReactNode;
}

/** Asks once before something that cannot be taken back, and says what follows from it. */
export function Confirm(props: ConfirmProps) {
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ "aria-label": props.back }}
      centered
    >
      <Stack>
        <Text>{props.consequence}</Text>
        {props.children}
        <RefusalNote error={props.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose}>
            {props.back}
          </Button>
          <Button color="red" loading={props.busy} onClick={props.onConfirm}>
            {props.confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
