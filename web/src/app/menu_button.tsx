import { ActionIcon, type ActionIconProps } from "@mantine/core";
import { type ComponentType, type ReactNode, useRef, useState } from "react";
import type { MenuKind, OpenMenuProps } from "./menus";

/** Menus are the heaviest part of the frame and rarely needed at first sight: they come when they are reached for. */
export const loadMenus = () => import("./menus");

interface MenuButtonProps extends Pick<ActionIconProps, "visibleFrom"> {
  of: MenuKind;
  label: string;
  icon: ReactNode;
}

/** A button of the top bar that opens a menu. */
export function MenuButton({ of, label, icon, visibleFrom }: MenuButtonProps) {
  const ref = useRef<HTMLButtonElement>(null);
  const [OpenMenu, setOpenMenu] = useState<ComponentType<OpenMenuProps> | null>(null);
  // Where the server is away and the menu was never loaded, the bar of the page says so.
  const open = () => void loadMenus().then((menus) => setOpenMenu(() => menus.OpenMenu), noted);
  const reach = () => void loadMenus().catch(noted);
  const button = (
    <ActionIcon
      ref={ref}
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={label}
      aria-haspopup="menu"
      aria-expanded={false}
      visibleFrom={visibleFrom}
      onClick={OpenMenu ? undefined : open}
      onPointerEnter={reach}
      onFocus={reach}
    >
      {icon}
    </ActionIcon>
  );
  return OpenMenu ? <OpenMenu of={of} button={button} focus={ref} /> : button;
}

function noted(): void {}
