import { Component } from 'react';
import type { ReactNode } from 'react';
import { NotRendered } from './not-rendered.tsx';

interface ContainedProps {
  readonly type: string;
  readonly children: ReactNode;
}

/** A block that cannot be rendered takes nothing else with it. */
export class Contained extends Component<ContainedProps, { readonly failed: boolean }> {
  override readonly state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    const { type, children } = this.props;
    return this.state.failed ? <NotRendered what={`a block of the type ${type}`} /> : children;
  }
}
