import type { Whole } from "./types";

/** Calls the console; a refusal becomes an Error whose message is fit to be read. */
export async function call<T = any>(name: string, person: string, body: object = {}): Promise<T> {
  const response = await fetch(`/console/api/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...body, person }),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? "The console did not answer.");
  return answer;
}

export async function load(person: string | null): Promise<Whole> {
  const response = await fetch(`/console/api/state${person ? `?person=${encodeURIComponent(person)}` : ""}`);
  if (!response.ok) throw new Error("The console did not answer.");
  return response.json();
}
