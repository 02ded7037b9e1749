// Draws one place (distrito, municipio, seccion, casilla) from the published JSON of the page's own cut.
// It must not make markup out of text: every name goes in as textContent, every address is built from numbers and checked keys.
const corte = Number(document.body.dataset.corte);
const base = `cortes/${corte}/`;
const get = async (path) => {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
};
const $ = (selector, root = document) => root.querySelector(selector);
const number = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ",");
const percent = (part, whole) => {
  if (!whole) return "N/A";
  const scaled = part * 1000000;
  const cut = (scaled - (scaled % whole)) / whole;
  return `${Math.floor(cut / 10000)}.${String(cut % 10000).padStart(4, "0")} %`;
};

const announceNewer = async () => {
  try {
    const latest = await get("cortes/latest.json");
    if (latest.corte > corte) $("#nuevo").hidden = false;
  } catch { /* offline copies have no newer cut */ }
};

const texts = {};
const marks = {};
const reserved = {};
const say = (key, values = {}) => texts[key].replace(/\{(\w)\}/g, (_, name) => number(values[name]));
const clone = (id, fields = {}) => {
  const made = $(`#${id}`).content.firstElementChild.cloneNode(true);
  for (const [name, value] of Object.entries(fields)) $(`[data-f="${name}"]`, made).textContent = value;
  return made;
};
const element = (tag, text = "", attributes = {}) => {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
};
const mark = (id) => {
  const [letters, color] = marks[id] ?? [id, "#6b6b67"];
  const made = clone("t-mark", { letters });
  $("rect", made).setAttribute("fill", color);
  return made;
};
const here = (query) => `lugar.html?${new URLSearchParams(query)}`;
const link = (query, text) => element("a", text, { href: here(query) });
const ask = new URLSearchParams(location.search);
const boleta = (results) => {
  const wanted = Number(ask.get("boleta") ?? 1) - 1;
  return wanted in results.contests ? wanted : 0;
};

const section = (id, title, ...parts) => {
  const made = element("section", "", { "aria-labelledby": id });
  made.append(element("h2", title, { id }), ...parts);
  return made;
};
const table = (caption, heads, rows) => {
  const made = clone("t-tabla", { caption });
  made.setAttribute("aria-label", `${texts.tabla}: ${caption}`);
  heads.forEach(([text, kind]) => $("thead tr", made).append(element("th", text, { scope: "col", class: kind })));
  for (const row of rows) {
    const line = document.createElement("tr");
    row.forEach((cell, i) => {
      const box = element(i ? "td" : "th", "", i ? { class: heads[i][1] } : { scope: "row" });
      box.append(...(Array.isArray(cell) ? cell : [cell]));
      line.append(box);
    });
    $("tbody", made).append(line);
  }
  return made;
};
const figures = (unit) => {
  const list = element("dl", "", { class: "figures first" });
  const without = unit.votos_sin_especiales ?? unit.votos;
  const actas = unit.actas;
  list.append(
    clone("t-figure", { label: texts.contabilizadas, value: percent(actas.contabilizadas, actas.esperadas), of: `${number(actas.contabilizadas)} ${say("de_actas", { n: actas.esperadas })}` }),
    clone("t-figure", { label: texts.participacion, value: percent(without, unit.lista_nominal), of: say("de_lista", { v: without, n: unit.lista_nominal }) }),
    clone("t-figure", { label: texts.votos, value: number(unit.votos), of: say("de_contadas", { n: actas.contabilizadas }) }),
  );
  return list;
};
const chart = (contest, totals, votos) => {
  const owner = new Map(contest.candidaturas.map((c) => [c.id, { name: c.name, partidos: c.partidos, votos: 0 }]));
  for (const [id, value] of Object.entries(totals.candidaturas)) owner.get(id).votos = value;
  const rows = [...owner.values()].sort((a, b) => b.votos - a.votos);
  for (const [key, name] of Object.entries(reserved)) if (key in totals.counts) rows.push({ name, partidos: [], votos: totals.counts[key], minor: true });
  const list = element("ol", "", { class: "bars" });
  for (const row of rows) {
    const made = clone("t-bar", { name: row.name, votos: number(row.votos), percent: percent(row.votos, votos) });
    if (row.minor) made.classList.add("minor");
    if (row.partidos.length) $('[data-f="marks"]', made).append(...row.partidos.map(mark)); else $('[data-f="marks"]', made).remove();
    $(".part", made).setAttribute("width", Math.floor((row.votos * 10000) / (votos || 1)));
    list.append(made);
  }
  const word = contest.partidos.length ? "candidatura" : "opcion";
  const twin = element("details");
  twin.append(element("summary", texts.como_tabla), table(say("orden", { n: votos }), [[texts[word], ""], [texts.votos, "n"], [texts.porcentaje, "n"]], rows.map((row) => [row.name, number(row.votos), percent(row.votos, votos)])));
  return section("votos", texts[`por_${word}`], element("p", say("orden", { n: votos }), { class: "quiet lead" }), list, twin);
};
const byKey = (contest, counts) => Object.fromEntries(contest.keys.map((key, i) => [key, counts[i]]));
const candidaturas = (contest, counts) => {
  // A box belongs to the candidatura of its partido; an option without partidos bears its candidatura's own key.
  const sums = Object.fromEntries(contest.candidaturas.map((c) => [c.id, 0]));
  for (const [key, votos] of Object.entries(counts)) {
    if (key in reserved) continue;
    const owner = contest.owners[key];
    if (owner !== null && owner in sums) sums[owner] += votos;
  }
  return sums;
};
const contestSwitch = (results, current) => {
  if (results.contests.length < 2) return [];
  const nav = element("nav", "", { class: "switch", "aria-label": texts.boletas });
  const list = document.createElement("ul");
  results.contests.forEach((contest, i) => {
    const query = Object.fromEntries(ask);
    const item = document.createElement("li");
    const made = link({ ...query, boleta: i + 1 }, contest.title);
    if (i === current) made.setAttribute("aria-current", "page");
    item.append(made);
    list.append(item);
  });
  nav.append(list);
  return [nav];
};

const unitName = (kind, unit) => unit.number ? `${texts[kind]} ${String(unit.number).padStart(2, "0")}, ${unit.name}` : texts.extranjero;
const distrito = (n) => get(`${base}distritos/${String(n).padStart(2, "0")}.json`);
const bySeccion = (number_, i) => ({ seccion: number_, boleta: i + 1 });

const drawUnit = async (results, kind, wanted) => {
  const i = boleta(results);
  const contest = results.contests[i];
  const unit = contest[`${kind}s`].find((each) => each.number === wanted);
  if (!unit) return { title: texts[kind], parts: [clone("t-nada")], trail: [] };
  const spans = kind === "distrito" ? [wanted] : unit.distritos;
  const files = await Promise.all(spans.map(distrito));
  const secciones = files.flatMap((file) => file.secciones).filter((each) => kind === "distrito" || each.municipio === wanted);
  const rows = secciones.map((each) => {
    const sums = each.contests[i];
    return [[link(bySeccion(each.seccion, i), String(each.seccion))], `${number(sums.actas.contabilizadas)} / ${number(sums.actas.esperadas)}`, number(sums.votos), percent(sums.votos, sums.lista_nominal)];
  });
  const list = table(say("secciones_pie", { n: rows.length }), [[texts.seccion, ""], [texts.contabilizadas, "n"], [texts.votos, "n"], [texts.participacion, "n"]], rows);
  return {
    title: unitName(kind, unit),
    trail: [[`${kind}s${i ? `-${i + 1}` : ""}.html`, `${texts[kind]}s`]],
    parts: [...contestSwitch(results, i), figures(unit), chart(contest, { counts: unit.totals, candidaturas: unit.candidaturas }, unit.votos), section("secciones", texts.secciones, list)],
  };
};

const state = (each) => {
  const sure = each.contabilizada === 1;
  const word = each.counts === null && !each.observacion ? texts.pendiente : sure ? texts.sumada : texts.no_sumada;
  const made = [element("span", word, { class: sure || each.counts === null ? "tag" : "tag attention" })];
  if (each.observacion) made.push(document.createElement("br"), element("span", each.observacion, { class: "small" }));
  return made;
};
const casillaName = (clave) => clave[6] === "B" ? texts.tipo_B : `${texts[`tipo_${clave[6]}`]} ${Number(clave.slice(7, 9)) || ""}`.trim();

const drawSeccion = async (results, wanted) => {
  const i = boleta(results);
  const contest = results.contests[i];
  const spans = (await get(`${base}secciones.json`))[String(wanted)];
  if (!spans) return { title: `${texts.seccion} ${wanted}`, parts: [clone("t-nada")], trail: [] };
  const files = await Promise.all(spans.map(distrito));
  const casillas = files.flatMap((file) => file.casillas).filter((each) => Number(each.clave.slice(2, 6)) === wanted);
  const sums = files.flatMap((file) => file.secciones).filter((each) => each.seccion === wanted).map((each) => each.contests[i]);
  const add = (pick) => sums.reduce((total, each) => total + pick(each), 0);
  const counts = byKey(contest, contest.keys.map((_, k) => add((each) => each.counts[k])));
  const unit = { votos: add((s) => s.votos), votos_sin_especiales: add((s) => s.votos_sin_especiales), lista_nominal: add((s) => s.lista_nominal), actas: { contabilizadas: add((s) => s.actas.contabilizadas), esperadas: add((s) => s.actas.esperadas) } };
  const rows = casillas.map((each) => [[link({ casilla: each.clave, boleta: i + 1 }, casillaName(each.clave)), document.createElement("br"), element("span", each.clave, { class: "small quiet code" })], state(each.contests[i]), number(each.contests[i].votos), number(each.lista_nominal)]);
  const list = table(say("casillas_pie", { n: rows.length }), [[texts.casilla, ""], [texts.estado, ""], [texts.votos, "n"], [texts.lista, "n"]], rows);
  return {
    title: wanted ? `${texts.seccion} ${wanted}` : texts.extranjero,
    trail: files.map((file) => [here({ distrito: file.number, boleta: i + 1 }), unitName("distrito", file)]),
    parts: [...contestSwitch(results, i), figures(unit), chart(contest, { counts, candidaturas: candidaturas(contest, counts) }, unit.votos), section("casillas", texts.casillas, list)],
  };
};

const facts = (pairs) => {
  const made = element("dl", "", { class: "facts" });
  for (const [name, value] of pairs) {
    const box = document.createElement("dd");
    box.append(value);
    made.append(element("dt", name), box);
  }
  return made;
};
const drawCasilla = async (results, clave) => {
  const i = boleta(results);
  const contest = results.contests[i];
  const nothing = { title: texts.casilla, parts: [clone("t-nada")], trail: [] };
  if (!/^\d{6}[BCSEMAP]\d{4}$/.test(clave)) return nothing;
  const seccion = Number(clave.slice(2, 6));
  const spans = (await get(`${base}secciones.json`))[String(seccion)] ?? [];
  const files = await Promise.all(spans.map(distrito));
  const found = files.flatMap((file) => file.casillas).find((each) => each.clave === clave);
  if (!found) return nothing;
  const acta = found.contests[i];
  const status = document.createElement("div");
  status.append(...state(acta));
  const about = facts([[texts.estado, status], [texts.votos, number(acta.votos)], [texts.lista, number(found.lista_nominal)], ...(found.domicilio ? [[texts.domicilio, found.domicilio]] : [])]);
  const parts = [...contestSwitch(results, i), about];
  if (acta.counts) {
    const rows = contest.keys.map((key, k) => [key in reserved ? reserved[key] : key.split("-").map(mark), String(acta.counts[k])]);
    rows.push([texts.total, number(acta.votos)]);
    parts.push(section("cifras", texts.figuras, table(texts.suma, [[texts.recuadro, ""], [texts.votos, "n"]], rows)));
  }
  if (found.bundle && /^bundles\/[\w.-]+$/.test(found.bundle)) {
    const download = element("a", texts.descargar, { href: found.bundle, download: "" });
    parts.push(section("paquete", texts.paquete, facts([[texts.paquete, download], [texts.huella, element("span", found.bundle_sha256, { class: "code" })]])));
  }
  return { title: `${texts.casilla} ${casillaName(clave).toLowerCase()}, ${texts.seccion.toLowerCase()} ${seccion}`, trail: [[here({ seccion, boleta: i + 1 }), `${texts.seccion} ${seccion}`]], parts };
};

const wantedPlace = () => {
  for (const kind of ["distrito", "municipio", "seccion", "casilla"]) {
    const value = (ask.get(kind) ?? "").trim();
    if (value) return [kind, kind === "casilla" ? value.toUpperCase() : Number(value)];
  }
  return null;
};
const draw = async (results, kind, value) => {
  if (kind === "casilla") return drawCasilla(results, value);
  return kind === "seccion" ? drawSeccion(results, value) : drawUnit(results, kind, value);
};
const showPlace = async () => {
  const box = $("#contenido-lugar");
  const place = wantedPlace();
  if (!box || !place) return;
  for (const each of $("#t-textos").content.querySelectorAll("[data-t]")) texts[each.dataset.t] = each.textContent;
  const data = JSON.parse($("#marcas").textContent);
  Object.assign(marks, data.marks);
  Object.assign(reserved, data.reserved);
  box.setAttribute("aria-busy", "true");
  box.replaceChildren(clone("t-cargando"));
  try {
    const { title, trail, parts } = await draw(await get(`${base}resultados.json`), ...place);
    $("#titulo").textContent = title;
    document.title = `${title} · ${document.title.split(" · ").slice(1).join(" · ")}`;
    box.replaceChildren(...parts);
    for (const [href, label] of trail) {
      const item = document.createElement("li");
      item.append(element("a", label, { href }));
      $("#ruta ol").append(item);
    }
    $("#ruta").hidden = !trail.length;
  } catch (error) {
    box.replaceChildren(clone("t-error"));
    console.error(error);
  }
  box.setAttribute("aria-busy", "false");
};

$("#sin-guion")?.remove();
announceNewer();
showPlace();
