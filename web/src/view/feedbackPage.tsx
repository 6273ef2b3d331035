import { RotateCw, Star } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import type { Ticket } from '../connection/boot';
import { type Feedback, mySession, type Refusal, sendFeedback } from '../connection/rest';
import type { MySession } from '../protocol/sessions';
import { t } from '../strings/en';
import { isFramed } from './embed';
import { FeedbackForm } from './feedback';
import { Icon } from './icon';
import { Message, PageTop } from './message';
import { afterwards, go, wayBack } from './places';
import { SessionBadge } from './sessionBadge';

type State =
  | { readonly at: 'loading' | 'failed' }
  | { readonly at: 'stopped'; readonly why: 'badToken' | 'noSession' }
  | { readonly at: 'asking'; readonly session: MySession }
  /** The page around ours goes on. */
  | { readonly at: 'done'; readonly session: MySession | null };

/** Whether there is something to say of a session, and this person may say it. */
const isAsked = ({ role, state }: MySession): boolean =>
  role !== 'observer' && state !== 'scheduled' && state !== 'cancelled';

const About = ({ session }: { session: MySession }) => (
  <>
    <p class="about-title">{session.title}</p>
    <p class="about">
      <SessionBadge session={session} />
      <span>{t.dashboard.time(session)}</span>
    </p>
  </>
);

/** In a frame one stays, so as not to shut another page into it: a click leads back, in the place of the page around. */
const Done = ({ session }: { session: MySession | null }) => {
  const back = wayBack(session);
  return (
    <>
      <h1>{t.feedback.done}</h1>
      <p>{t.feedback.doneText}</p>
      {back !== null && (
        <a class="btn primary big" href={back} target="_top">
          {t.feedback.back}
        </a>
      )}
    </>
  );
};

/** Whether trying again does not help. */
const isFinal = (why: Refusal): why is 'badToken' | 'noSession' => why === 'badToken' || why === 'noSession';

/** The page after a session. It leads on by itself where there is nothing to ask. */
export const FeedbackPage = ({ ticket }: { ticket: Ticket }) => {
  const [state, setState] = useState<State>({ at: 'loading' });
  const leadOn = (session: MySession | null) => {
    if (isFramed()) setState({ at: 'done', session });
    else go(afterwards(session));
  };
  const load = async () => {
    setState({ at: 'loading' });
    const answer = await mySession(ticket);
    if (!answer.ok) setState(isFinal(answer.why) ? { at: 'stopped', why: answer.why } : { at: 'failed' });
    else if (isAsked(answer.value)) setState({ at: 'asking', session: answer.value });
    else leadOn(answer.value);
  };
  useEffect(() => void load(), []);
  const submit = async (feedback: Feedback): Promise<boolean> => {
    const answer = await sendFeedback(ticket, feedback);
    if (!answer.ok && isFinal(answer.why)) setState({ at: 'stopped', why: answer.why });
    return answer.ok;
  };

  if (state.at === 'stopped') return <Message kind={state.why} />;
  return (
    <div class="message">
      <PageTop />
      <main class="message-card glass">
        <span class="modal-icon">
          <Icon of={Star} size={26} />
        </span>
        {state.at === 'done' ? <Done session={state.session} /> : <h1>{t.feedback.question}</h1>}
        {state.at === 'loading' && <p role="status">{t.loading}</p>}
        {state.at === 'failed' && (
          <>
            <p role="alert">{t.feedback.notLoaded}</p>
            <div class="row">
              <button type="button" class="btn" onClick={() => leadOn(null)}>
                {t.feedback.skip}
              </button>
              <button type="button" class="btn primary" onClick={() => void load()}>
                <Icon of={RotateCw} size={18} />
                {t.tryAgain}
              </button>
            </div>
          </>
        )}
        {state.at === 'asking' && (
          <>
            <About session={state.session} />
            <FeedbackForm submit={submit} onDone={() => leadOn(state.session)} />
          </>
        )}
      </main>
    </div>
  );
};
