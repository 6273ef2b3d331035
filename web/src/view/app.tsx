import type { Claims } from '../connection/boot';
import { screen } from '../state/store';
import { Controls } from './controls';
import { Dashboard } from './dashboard';
import { Dialogs } from './dialogs';
import { FeedbackPage } from './feedbackPage';
import { Header } from './header';
import { Lobby } from './lobby';
import { Message } from './message';
import { RecordingPage } from './recordingPage';
import { Savings } from './savings';
import { Sidebar } from './sidebar';
import { Stage } from './stage';
import { LiveRegions, Toasts } from './toasts';

const Room = ({ role }: { role: string }) => (
  <div class="room">
    <Header role={role} />
    <main class="left">
      <Stage />
      <Controls />
    </main>
    <Sidebar />
    <Dialogs />
  </div>
);

const Screen = ({ claims }: { claims: Claims }) => {
  const shown = screen.value;
  switch (shown.at) {
    case 'lobby':
      return <Lobby name={claims.name} role={claims.role} />;
    case 'room':
    case 'ended':
      return <Room role={claims.role} />;
    case 'left':
      return <Message kind="left" />;
    case 'stopped':
      return <Message kind={shown.why} />;
    case 'feedback':
      return <FeedbackPage ticket={shown.ticket} />;
    case 'recording':
      return <RecordingPage ticket={shown.ticket} atMs={shown.atMs} />;
    case 'dashboard':
      return <Dashboard token={shown.token} />;
  }
};

export const App = ({ claims }: { claims: Claims }) => (
  <>
    <Screen claims={claims} />
    <Savings />
    <Toasts />
    <LiveRegions />
  </>
);
