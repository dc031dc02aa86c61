// Cells that a reader changes and runs in the page.
(() => {
  "use strict";
  const { lectern } = window;
  const phrases = {
    en: {
      edit: "Edit", run: "Run", stop: "Stop", reset: "Reset", rest: "Run the rest with my changes",
      write: "Write into the lesson", runTitle: "Run this cell (Ctrl+Enter)",
      resetTitle: "Go back to the lesson's code", code: "Code of {name}",
      hint: "Ctrl+Enter runs, Ctrl+Space completes. To leave by keyboard: Esc, then Tab.", completions: "Completions", other: "{name}: any other value",
      changed: "Changed by you, not run yet", running: "Running …", waiting: "Waiting for its turn …",
      ran: "Ran with your code", ranOwn: "Ran again", failed: "Line {line}: {message}", failedAtAll: "Failed",
      stopped: "Stopped", above: "Not run: a cell above failed", stale: "The lesson's code has changed since you changed yours.",
      lost: "Lectern does not answer. What you typed stays in this page.", written: "Written into the lesson",
      warning: "warning: {message}", more: "{words} (and {count} more)", check: "Check my answer", passes: "Solved: {passed} of {total} checks pass",
      fails: "{passed} of {total} checks pass", solved: "Solved", progress: "{solved} of {total} exercises solved",
    },
    zh: {
      edit: "编辑", run: "运行", stop: "停止", reset: "还原", rest: "用我的修改运行其余单元",
      write: "写入课文", runTitle: "运行此单元（Ctrl+Enter）", resetTitle: "恢复课文中的代码", code: "{name} 的代码",
      hint: "Ctrl+Enter 运行，Ctrl+Space 补全。用键盘离开：先按 Esc，再按 Tab。", completions: "补全", other: "{name}：任意其他值",
      changed: "你修改过，尚未运行", running: "正在运行……", waiting: "等待运行……",
      ran: "已用你的代码运行", ranOwn: "已重新运行", failed: "第 {line} 行：{message}", failedAtAll: "失败",
      stopped: "已停止", above: "未运行：前面的单元失败", stale: "你修改之后，课文中的代码有了变化。",
      lost: "Lectern 没有应答。你输入的内容仍在本页。", written: "已写入课文", warning: "警告：{message}", more: "{words}（另有 {count} 处）",
      check: "检查我的答案", passes: "已解出：{total} 项检查全部通过", fails: "{total} 项检查中通过 {passed} 项", solved: "已解出",
      progress: "已解出 {solved}/{total} 道练习",
    },
  };
  const words = () => phrases[document.documentElement.lang.split("-")[0]] || phrases.en;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

  // The editor is loaded when the first cell is touched.
  let loading = null;
  const loadEditor = () => loading ??= (async () => {
    const style = document.createElement("style");
    style.textContent = await (await fetch("/-/editor/editor.css")).text();
    // Before the page's own styles, which give it its colours.
    document.head.prepend(style);
    const script = document.createElement("script");
    script.src = "/-/editor/editor.js";
    await new Promise((resolve, reject) => {
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  })();

  // One more line break at the end makes no other code.
  const trimmed = code => code.replace(/\n$/, "");
  const make = (tag, className, text = "") => {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  };
  const remembered = name => `lectern-learn ${lectern.address} ${name}`;

  let benches = [];
  const benchOf = element => benches.find(bench => bench.cell.anchor === element.id);

  // A cell of the page, with what the reader has made of it.
  class Bench {
    constructor(cell) {
      this.cell = cell;
      this.code = trimmed(cell.code);
      this.base = cell.code;
      this.editor = null;
      // What the lesson shows in the cell, while the reader's result stands in its place.
      this.lessonParts = null;
      this.state = "";
      this.isSolved = cell.isSolved;
      const own = sessionStorage.getItem(remembered(cell.name));
      const kept = own ? JSON.parse(own) : cell.kept;
      if (kept) [this.code, this.base] = [trimmed(kept.code), kept.base];
      this.makeBar();
    }

    get isChanged() { return this.code !== trimmed(this.cell.code); }
    get isRunning() { return running?.bench === this; }

    makeBar() {
      const button = (name, act) => {
        const element = make("button", name);
        element.type = "button";
        element.addEventListener("click", act);
        return element;
      };
      this.buttons = {
        run: button("run", () => this.run(false)), stop: button("stop", stop), edit: button("edit", () => this.edit()),
        rest: button("rest", () => this.run(true)), write: button("write", () => this.write()),
        reset: button("reset", () => this.reset()),
      };
      this.words = make("p", "words");
      this.words.setAttribute("role", "status");
      this.hint = make("p", "hint");
      this.hint.id = `${this.cell.anchor}-keys`;
      this.bar = make("div", "try");
      this.bar.append(...Object.values(this.buttons), this.words, this.hint);
      this.box = make("div", "editor");
    }

    // Puts the bar, and the editor where there is one, into the cell's element.
    attach(element) {
      if (this.element === element) return;
      const isTyping = this.editor?.hasFocus();
      this.element = element;
      element.addEventListener("keydown", event => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          this.editor?.closeHint();
          this.run(false);
        }
      });
      element.addEventListener("choose", event => {
        if (!event.detail) this.addFields();
        // What is on the page is no prepared result any more.
        else if (this.isChanged || this.ownResult) this.choose(event.detail.name, event.detail.words);
      });
      this.addFields();
      if (this.ownResult) {
        this.lessonParts = this.parts(element);
        this.showParts(this.ownResult);
      }
      this.arrange();
      if (isTyping) this.editor.focus();
      if (this.isChanged && !this.editor) whenSeen(this);
    }

    get codeBox() { return this.element.querySelector(":scope > .code, :scope > .fold"); }

    arrange() {
      const box = this.codeBox;
      // What is in its place stays there, and keeps the focus.
      if (this.bar.parentElement !== this.element) {
        if (box) box.after(this.bar); else this.element.prepend(this.bar);
      }
      if (this.editor) {
        if (this.box.parentElement !== this.element) this.bar.before(this.box);
        if (box) box.hidden = true;
      } else if (box !== this.touchable) {
        this.touchable = box;
        box?.querySelector("pre")?.addEventListener("click", event => this.editAt(event));
      }
      this.show();
    }

    // A field for any number beside each slider; the value that it says is written into the code, which then runs.
    addFields() {
      for (const slider of this.element.querySelectorAll(":scope > .choices input[type=range]")) {
        if (slider.parentElement.querySelector("input[type=number]")) continue;
        const name = slider.parentElement.querySelector(".choice-name").textContent;
        if (this.withValue(name, "0") === this.withValue(name, "1")) continue;
        const field = document.createElement("input");
        Object.assign(field, { type: "number", step: "any", autocomplete: "off" });
        field.setAttribute("aria-label", fill(words().other, { name }));
        field.addEventListener("change", () => { if (field.value) this.choose(name, String(Number(field.value))); });
        slider.parentElement.append(field);
      }
    }

    // The code with another start of a parameter, which then is one of its values.
    withValue(name, value) {
      const call = /(choose\(\s*"([^"]*)"\s*,\s*from:\s*\[)([^\]]*)(\]\s*,\s*start:\s*)([^,()]+?)(\s*\))/g;
      return this.code.replace(call, (whole, head, found, list, middle, start, end) => {
        if (found !== name) return whole;
        const written = list.includes('"') ? JSON.stringify(value) : value;
        const values = list.split(",").map(text => text.trim());
        const isKnown = values.some(text => text === written || (text && Number(text) === Number(written)));
        if (!isKnown) {
          const above = values.findIndex(text => Number(text) > Number(written));
          values.splice(above < 0 ? values.length : above, 0, written);
        }
        return head + values.join(", ") + middle + written + end;
      });
    }

    async choose(name, value) {
      const code = this.withValue(name, value);
      if (code === this.code && this.ranCode === code) return;
      const focused = document.activeElement;
      await this.open();
      if (code !== this.editor.getValue()) this.editor.setValue(code);
      if (focused?.isConnected) focused.focus({ preventScroll: true });
      const shown = [...this.element.querySelectorAll(".choices .choice")].find(choice =>
        choice.querySelector(".choice-name").textContent === name)?.querySelector("output");
      if (shown) shown.textContent = value;
      clearTimeout(this.choosing);
      this.choosing = setTimeout(() => this.run(false), 150);
    }

    show() {
      const text = words();
      const { run, stop, edit, rest, write, reset } = this.buttons;
      for (const [name, button] of Object.entries(this.buttons)) button.textContent = text[name];
      if (this.cell.isExercise) run.textContent = text.check;
      run.title = isApple ? text.runTitle.replace("Ctrl+", "⌘") : text.runTitle;
      reset.title = text.resetTitle;
      run.hidden = this.isRunning;
      stop.hidden = !this.isRunning;
      edit.hidden = Boolean(this.editor);
      reset.hidden = !this.isChanged;
      rest.hidden = !this.isChanged || this.isRunning || cellsBelow(this).length === 0;
      write.hidden = !this.isChanged || lectern.isForReaders || this.cell.isExercise;
      this.hint.textContent = isApple ? text.hint.replace("Ctrl+", "⌘") : text.hint;
      this.element.classList.toggle("changed", this.isChanged);
      this.element.classList.toggle("solved", Boolean(this.isSolved));
      const isStale = this.isChanged && this.base !== this.cell.code;
      const unrun = this.isSolved ? text.solved : this.isChanged ? text.changed : "";
      const state = this.state || unrun;
      this.words.textContent = [isStale ? text.stale : "", state].filter(Boolean).join(" ");
      this.words.classList.toggle("bad", this.isBad === true);
      this.words.classList.toggle("good", Boolean(this.isSolved) && !this.isBad);
    }

    say(state, isBad = false) {
      [this.state, this.isBad, this.isTelling] = [state, isBad, false];
      this.show();
    }

    editAt(event) {
      if (!getSelection().isCollapsed) return;
      const code = event.currentTarget.querySelector("code");
      const caret = document.caretRangeFromPoint?.(event.clientX, event.clientY);
      let place = null;
      if (caret && code.contains(caret.startContainer)) {
        const before = document.createRange();
        before.selectNodeContents(code);
        before.setEnd(caret.startContainer, caret.startOffset);
        place = before.toString().length;
      }
      this.edit(place);
    }

    async edit(place = null) {
      await this.open();
      if (place !== null) this.editor.setCursor(this.editor.posFromIndex(place));
      this.editor.focus();
      // The compiler has read the cells above by the time that something is typed.
      this.checkSoon(0);
    }

    // Makes the editor, where there is none yet.
    async open() {
      await loadEditor();
      if (this.editor) return;
      if (this.codeBox?.matches("details")) this.codeBox.open = true;
      this.bar.before(this.box);
      const text = words();
      this.editor = CodeMirror(this.box, {
        value: this.code, mode: "swift", indentUnit: 4, lineNumbers: true, viewportMargin: Infinity,
        inputStyle: "contenteditable", matchBrackets: true, autoCloseBrackets: true, lineWrapping: false,
        screenReaderLabel: fill(text.code, { name: this.element.getAttribute("aria-label") }),
        extraKeys: {
          // The cell's own listener runs it.
          "Ctrl-Enter": () => {}, "Cmd-Enter": () => {},
          "Ctrl-/": "toggleComment", "Cmd-/": "toggleComment", "Ctrl-Space": () => this.complete(),
          Tab: editor => editor.somethingSelected() ? editor.execCommand("indentMore") : editor.execCommand("insertSoftTab"),
          "Shift-Tab": "indentLess",
        },
      });
      const field = this.editor.getInputField();
      field.setAttribute("role", "textbox");
      field.setAttribute("aria-multiline", "true");
      field.setAttribute("aria-describedby", this.hint.id);
      // After Esc, Tab is the browser's.
      let leaves = false;
      this.editor.on("keydown", (_, event) => {
        if (event.key === "Tab" && leaves) event.codemirrorIgnore = true;
        // The first Esc closes the completions.
        if (!["Shift", "Tab"].includes(event.key)) leaves = event.key === "Escape" && !this.editor.state.completionActive?.widget;
      });
      this.editor.on("focus", () => this.bar.classList.add("typing"));
      this.editor.on("blur", () => {
        leaves = false;
        this.bar.classList.remove("typing");
      });
      this.editor.on("change", () => this.typed());
      this.editor.on("cursorActivity", () => this.tellProblem());
      this.editor.on("changes", (editor, changes) => {
        const { origin, text } = changes.at(-1);
        if (origin !== "+input" || text.length > 1 || !text[0].endsWith(".")) return;
        const place = editor.getCursor();
        const before = editor.getRange({ line: place.line, ch: 0 }, place);
        const isCode = !/comment|string|number/.test(editor.getTokenTypeAt(place) || "");
        if (isCode && !/(^|[^\w)\]])\d+\.$/.test(before)) this.complete();
      });
      if (this.codeBox) this.codeBox.hidden = true;
      this.mark(this.marks || []);
      this.show();
    }

    // Takes over what came from an input method a moment ago: CodeMirror waits a little before it reads that.
    settle() {
      const input = this.editor?.display.input;
      if (input?.readDOMTimeout) input.updateFromDOM();
    }

    typed() {
      this.code = this.editor.getValue();
      // What was found while typing stays at its words until there is something new.
      if (!this.problems?.length) {
        this.unmark();
        this.say("");
      }
      this.remember();
      this.show();
      this.checkSoon();
    }

    // What the server needs to know of the cell's code, and of the code above it.
    request() {
      const changed = benches.filter(bench => bench.isChanged && !bench.cell.isExercise);
      const code = Object.fromEntries(changed.map(bench => [bench.cell.name, bench.code]));
      const what = this.cell.isExercise ? { exercise: this.cell.name, answer: this.code } : { cell: this.cell.name };
      return { reader: lectern.reader, ...what, code };
    }

    async ask(action, more = {}) {
      try {
        const response = await lectern.post(action, { ...this.request(), ...more });
        return response.ok ? await response.json() : {};
      } catch {
        return {};
      }
    }

    // Has the compiler look at the code once nothing has been typed for a moment.
    checkSoon(delay = 400) {
      clearTimeout(this.checking);
      this.checking = setTimeout(() => this.check(), delay);
    }

    async check() {
      const code = this.code;
      // A run has said the same.
      const isKnown = () => this.isRunning || (this.ranCode === code && !this.problems?.length);
      if (isKnown()) return;
      const { marks } = await this.ask("problems");
      // A line that is drawn anew loses what an input method has not handed over yet.
      if (this.editor.display.input.composing) return this.checkSoon();
      this.settle();
      if (!marks || isKnown() || this.code !== code) return;
      this.unmark();
      this.problems = marks.filter(mark => mark.line < this.editor.lineCount()).map(mark => ({ ...mark, place: this.underline(mark) }));
      for (const { line, isWarning } of this.problems) {
        this.editor.addLineClass(line, "gutter", isWarning ? "doubtful-line" : "faulty-line");
      }
      document.documentElement.dataset.checked = String(Number(document.documentElement.dataset.checked || 0) + 1);
      if (marks.length) this.tellProblem(); else if (this.isTelling) this.say("");
    }

    // Says what is wrong at the cursor's line, or else first.
    tellProblem() {
      const problems = (this.problems || []).map(problem => ({ ...problem, line: problem.place.find()?.from.line }))
        .filter(problem => problem.line !== undefined);
      if (!problems.length || this.isRunning) return;
      const text = words();
      const { line } = this.editor.getCursor();
      const told = problems.find(problem => problem.line === line) || problems[0];
      const message = told.message.split("\n")[0];
      const said = fill(text.failed, { line: told.line + 1, message: told.isWarning ? fill(text.warning, { message }) : message });
      this.say(problems.length > 1 ? fill(text.more, { words: said, count: problems.length - 1 }) : said, !told.isWarning);
      this.isTelling = true;
    }

    // Proposes what the word before the cursor could be completed to.
    complete() {
      this.editor.showHint({
        hint: editor => this.completions(editor), completeSingle: false,
        // It stays there when the page is made anew around the cell.
        container: this.bar,
        closeCharacters: /[\s()[\]{};:,]/,
      });
    }

    async completions(editor) {
      const place = editor.getCursor();
      const { items = [], start } = await this.ask("completions", { place: { line: place.line, column: place.ch } });
      const list = items.map(item => ({
        text: item.text,
        render: element => element.append(item.label, make("span", "type", item.detail || "")),
        hint: (editor, data, { text }) => {
          editor.replaceRange(text, data.from, data.to, "complete");
          // The first argument comes next.
          const gap = text.match(/(: |\()(?=[,)])/);
          if (gap && text.endsWith(")") && !text.endsWith("()")) {
            editor.setCursor({ line: data.from.line, ch: data.from.ch + gap.index + gap[0].length });
          }
        },
      }));
      const data = { list, from: { line: place.line, ch: start ?? place.ch }, to: place };
      CodeMirror.on(data, "shown", () => {
        const box = document.querySelector(".CodeMirror-hints");
        box.removeAttribute("aria-expanded");
        box.setAttribute("aria-label", words().completions);
        // It scrolls.
        box.tabIndex = 0;
      });
      return data;
    }

    // Keeps what was typed: in this window at once, on the server soon.
    remember() {
      if (this.isChanged) {
        sessionStorage.setItem(remembered(this.cell.name), JSON.stringify({ code: this.code, base: this.base }));
      } else {
        this.base = this.cell.code;
        sessionStorage.removeItem(remembered(this.cell.name));
      }
      clearTimeout(this.saving);
      this.isUnsaved = true;
      this.saving = setTimeout(() => this.save(), 300);
    }

    async save(options = {}) {
      if (!this.isUnsaved) return;
      clearTimeout(this.saving);
      this.isUnsaved = false;
      const kept = { cell: this.cell.name, base: this.base, code: this.isChanged ? this.code : null };
      try {
        const response = await lectern.post("keep", kept, options);
        if (!response.ok) this.say((await response.text()).trim(), true);
      } catch {
        // The server is gone; it gets the text when it is back.
        this.isUnsaved = true;
      }
    }

    reset() {
      if (this.isRunning) stop();
      const hadFocus = this.bar.contains(document.activeElement);
      if (this.editor) this.editor.setValue(trimmed(this.cell.code)); else this.code = trimmed(this.cell.code);
      this.isSolved = false;
      this.remember();
      this.forgetResult();
      // Below, what came of the change goes with it.
      for (const bench of cellsBelow(this)) if (!bench.isChanged) bench.forgetResult();
      showProgress();
      this.say("");
      if (hadFocus) this.buttons.run.focus();
    }

    async write() {
      this.settle();
      const response = await lectern.post("write", { cell: this.cell.name, base: this.cell.code, code: this.code });
      if (!response.ok) return this.say((await response.text()).trim(), true);
      this.say(words().written);
    }

    // Runs the cell; `toEnd` runs those below it, too.
    async run(toEnd) {
      this.settle();
      // The server ends the run that this one takes the place of.
      for (const bench of running?.shown || []) {
        if (bench.element.matches(".pending")) bench.say("");
        bench.element.classList.remove("pending");
      }
      const run = { bench: this, isToEnd: toEnd, shown: new Set() };
      running = run;
      this.unmark();
      this.ranCode = this.code;
      this.say(words().waiting);
      for (const bench of benches) bench.show();
      try {
        const response = await lectern.post("try", { ...this.request(), isToEnd: toEnd });
        if (!response.ok) throw new Error((await response.text()).trim());
        await read(response, news => { if (running === run) show(run, news); });
        // The answer broke off.
        if (running === run) throw new TypeError();
      } catch (error) {
        if (running !== run) return;
        finish(run);
        this.say(error instanceof TypeError ? words().lost : error.message, true);
      }
    }

    // What a run came to, or has come to, in the cell's element.
    take(news, isTarget) {
      const result = new DOMParser().parseFromString(news.html, "text/html").querySelector(".cell");
      const state = result.className.split(" ")[1];
      this.lessonParts ??= this.parts(this.element);
      this.marks = news.marks;
      // What was there stays until there is something new.
      const waits = ["waiting", "running"].includes(state) && !result.querySelector(".outputs");
      if (waits) {
        this.element.classList.add("pending");
      } else {
        this.ownResult = this.parts(result);
        this.showParts(this.ownResult);
        this.mark(news.marks);
      }
      const text = words();
      const first = news.marks.find(mark => !mark.isWarning);
      const failure = first
        ? fill(text.failed, { line: first.line + 1, message: first.message.split("\n")[0] })
        : text.failedAtAll;
      const said = {
        waiting: text.waiting, running: text.running, failed: failure, idle: text.above,
        succeeded: this.isChanged || !isTarget ? text.ran : text.ranOwn,
        "expected-failure": text.ranOwn,
      }[state];
      if (!this.cell.isExercise || state !== "succeeded") return this.say(said, state === "failed");
      const { passed, total } = news.checks;
      const passes = total > 0 && passed === total;
      this.isSolved ||= passes;
      this.say(fill(passes ? text.passes : text.fails, news.checks), !passes);
      showProgress();
    }

    parts(element) {
      if (this.cell.isExercise) return { nodes: [...element.querySelectorAll(":scope > .outputs")] };
      return {
        className: element.className.replace(/ (changed|pending)\b/g, ""),
        nodes: [...element.querySelectorAll(":scope > .outputs, :scope > .cell-facts")],
      };
    }

    showParts(parts) {
      const focused = document.activeElement;
      const opened = this.parts(this.element).nodes;
      for (const node of opened) node.remove();
      if (!this.cell.isExercise) this.element.className = parts.className;
      let last = this.element.querySelector(":scope > .choices") || this.bar;
      for (const node of parts.nodes) {
        last.after(node);
        last = node;
        lectern.enhance(node);
      }
      this.element.classList.toggle("changed", this.isChanged);
      if (focused?.isConnected) focused.focus({ preventScroll: true });
    }

    forgetResult() {
      this.unmark();
      this.ownResult = null;
      this.state = "";
      this.isBad = false;
      if (this.lessonParts) this.showParts(this.lessonParts);
      this.lessonParts = null;
      // The parameters are those of the prepared results again.
      for (const control of this.element?.querySelectorAll(":scope > .choices input") || []) {
        if (control.type === "number") control.value = ""; else control.dispatchEvent(new Event("input"));
      }
      this.show();
    }

    unmark() {
      [this.marks, this.problems] = [[], []];
      for (const mark of this.shownMarks || []) mark.clear();
      this.shownMarks = [];
      this.editor?.eachLine(line => {
        this.editor.removeLineClass(line, "wrap", "wrong");
        for (const name of ["faulty-line", "doubtful-line"]) this.editor.removeLineClass(line, "gutter", name);
      });
    }

    underline({ line, column, message, isWarning }) {
      const word = this.editor.findWordAt({ line, ch: column });
      const mark = this.editor.markText({ line, ch: column }, { line, ch: Math.max(word.head.ch, column + 1) },
        { className: isWarning ? "doubtful" : "faulty", attributes: { title: message } });
      this.shownMarks.push(mark);
      return mark;
    }

    // Shows at the code's lines what is wrong with them.
    mark(marks) {
      this.unmark();
      this.marks = marks;
      if (!this.editor) return;
      for (const mark of marks) {
        const { line, message, isWarning } = mark;
        if (line >= this.editor.lineCount()) continue;
        const note = make("div", isWarning ? "note warning" : "note", isWarning ? fill(words().warning, { message }) : message);
        this.shownMarks.push(this.editor.addLineWidget(line, note));
        this.underline(mark);
        if (!isWarning) this.editor.addLineClass(line, "wrap", "wrong");
      }
    }

    // Takes what the lesson says of the cell now.
    follow(cell) {
      const isSame = cell.code === this.cell.code;
      const wasChanged = this.isChanged;
      this.cell = cell;
      if (isSame) return;
      if (!wasChanged) {
        this.code = trimmed(cell.code);
        this.base = cell.code;
        if (this.editor && this.editor.getValue() !== this.code) this.editor.setValue(this.code);
      }
      if (!this.isChanged) {
        this.remember();
        this.forgetResult();
      }
      this.show();
    }

    // The lesson's element is another now; what the reader has made of it stays.
    adopt(after) {
      const parts = this.parts(after);
      const [box, newBox] = [this.codeBox, after.querySelector(":scope > .code, :scope > .fold")];
      if (this.cell.isExercise) {
        // The author's checks and hints may be others now; those that the reader has unfolded stay so.
        const own = [this.box, this.bar, ...this.parts(this.element).nodes];
        const unfolded = [...this.element.querySelectorAll("details")].map(part => part.open);
        for (const child of [...this.element.children]) if (!own.includes(child)) child.remove();
        const children = [...after.children];
        const count = children.indexOf(newBox) + 1;
        this.element.prepend(...children.slice(0, count));
        this.element.append(...children.slice(count));
        for (const [index, part] of [...this.element.querySelectorAll("details")].entries()) part.open ||= unfolded[index];
        for (const child of children) lectern.enhance(child);
      } else if (box && newBox) {
        box.replaceWith(newBox);
        lectern.enhance(newBox);
      }
      if (!this.cell.isExercise) this.element.setAttribute("aria-label", after.getAttribute("aria-label"));
      this.arrange();
      const choices = after.querySelector(":scope > .choices");
      this.element.querySelector(":scope > .choices")?.remove();
      if (choices) {
        this.bar.after(choices);
        // They turn the lesson's outputs.
        this.showParts(parts);
        lectern.enhance(choices);
      }
      if (!this.ownResult && !this.isRunning) return choices || this.showParts(parts);
      this.lessonParts = parts;
      if (choices && this.ownResult) this.showParts(this.ownResult);
    }
  }

  // The cells below a cell; an exercise has none that it changes.
  const cellsBelow = bench => bench.cell.isExercise
    ? [] : benches.slice(benches.indexOf(bench) + 1).filter(other => !other.cell.isExercise);

  // How many exercises are solved, in the contents: of each section, and of all.
  const showProgress = () => {
    const exercises = benches.filter(bench => bench.cell.isExercise && bench.element);
    const contents = document.querySelector(".contents");
    for (const old of document.querySelectorAll(".contents .exercises")) old.remove();
    if (!contents || !exercises.length) return;
    const count = list => ({ solved: list.filter(bench => bench.isSolved).length, total: list.length });
    const sections = [...contents.querySelectorAll("a")].map(link => ({
      link, exercises: [], start: document.getElementById(decodeURIComponent(link.hash.slice(1))),
    })).filter(section => section.start);
    for (const bench of exercises) {
      const above = sections.filter(({ start }) =>
        start.compareDocumentPosition(bench.element) & Node.DOCUMENT_POSITION_FOLLOWING);
      above.at(-1)?.exercises.push(bench);
    }
    for (const section of sections.filter(section => section.exercises.length)) {
      const { solved, total } = count(section.exercises);
      const mark = make("span", solved === total ? "exercises all" : "exercises", ` ${solved === total ? "✓ " : ""}${solved}/${total}`);
      mark.setAttribute("aria-label", fill(words().progress, { solved, total }));
      mark.setAttribute("role", "img");
      section.link.append(mark);
    }
    contents.append(make("p", "exercises", fill(words().progress, count(exercises))));
  };

  // Cells that the reader changed earlier get their editors when they come into sight.
  const sight = new IntersectionObserver(entries => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      sight.unobserve(target);
      benchOf(target)?.open();
    }
  }, { rootMargin: "300px" });
  const whenSeen = bench => sight.observe(bench.element);

  // What runs for this page: one thing at a time.
  let running = null;
  const stop = () => {
    if (!running) return;
    lectern.post("stop-trying", { reader: lectern.reader });
  };

  const read = async (response, take) => {
    const stream = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (true) {
      const { done, value } = await stream.read();
      if (done) return;
      text += value;
      for (let end; (end = text.indexOf("\n\n")) >= 0; text = text.slice(end + 2)) {
        take(JSON.parse(text.slice("data: ".length, end)));
      }
    }
  };

  const show = (run, news) => {
    for (const cell of news.cells) {
      const bench = benches.find(bench => bench.cell.name === cell.name);
      // The lesson may have lost it meanwhile.
      if (!bench?.element) continue;
      run.shown.add(bench);
      bench.take(cell, bench === run.bench);
    }
    if (!news.isDone) return;
    finish(run);
    if (news.wasStopped) run.bench.say(words().stopped);
    if (news.problem) run.bench.say(news.problem, true);
  };

  const finish = run => {
    running = null;
    for (const bench of run.shown) bench.element.classList.remove("pending");
    for (const bench of benches) bench.show();
    document.documentElement.dataset.ran = String(Number(document.documentElement.dataset.ran || 0) + 1);
  };

  const attachAll = () => {
    for (const bench of benches) {
      const element = document.getElementById(bench.cell.anchor);
      if (element) bench.attach(element);
    }
    showProgress();
  };
  const enhance = lectern.enhance;
  lectern.enhance = part => {
    enhance(part);
    if (part.closest?.("main")) attachAll();
  };
  lectern.adopt = (live, after) => {
    const bench = live.matches?.(".cell, .exercise") && live.id === after.id ? benchOf(live) : null;
    if (bench?.element !== live) return false;
    bench.adopt(after);
    return true;
  };

  // The cells as the lesson has them now.
  let lesson = null;
  const load = async () => {
    const cells = await (await fetch(`${lectern.address}/cells`)).json();
    benches = cells.map(cell => {
      const bench = benches.find(bench => bench.cell.name === cell.name);
      bench?.follow(cell);
      return bench || new Bench(cell);
    });
    attachAll();
    document.documentElement.dataset.cells = String(benches.length);
  };
  lectern.follow = status => {
    for (const bench of benches) bench.save();
    if (status.lesson === lesson) return;
    lesson = status.lesson;
    load();
  };
  addEventListener("pagehide", () => { for (const bench of benches) bench.save({ keepalive: true }); });
})();
