import { useEffect, useState } from 'react';

export type Theme = 'light' | 'dark';
export type ThemeChoice = Theme | 'system';

const key = 'playground-theme';
const dark = window.matchMedia('(prefers-color-scheme: dark)');

/** The person's choice, kept by the browser; the system's preference where there is none. */
export function useTheme(): { theme: Theme; choice: ThemeChoice; choose: (choice: ThemeChoice) => void } {
  const [choice, setChoice] = useState<ThemeChoice>(() => stored());
  const [systemIsDark, setSystemIsDark] = useState(dark.matches);
  const theme = choice === 'system' ? (systemIsDark ? 'dark' : 'light') : choice;

  useEffect(() => {
    const onChange = ({ matches }: MediaQueryListEvent): void => setSystemIsDark(matches);
    dark.addEventListener('change', onChange);
    return () => dark.removeEventListener('change', onChange);
  }, []);
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);

  return {
    theme,
    choice,
    choose(chosen) {
      localStorage.setItem(key, chosen);
      setChoice(chosen);
    },
  };
}

function stored(): ThemeChoice {
  const kept = localStorage.getItem(key);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}
