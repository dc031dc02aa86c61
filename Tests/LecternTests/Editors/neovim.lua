-- Opens the lesson of the current buffer with `lectern lsp`, as the lines in docs/editors.md do, and writes down what Neovim got.
local program, result = vim.env.LECTERN, vim.env.RESULT
local client = vim.lsp.start_client({ name = 'lectern', cmd = { program, 'lsp' }, root_dir = vim.fn.getcwd() })
vim.lsp.buf_attach_client(0, client)

-- What Neovim asks at the place where a text starts.
local function ask(method, text, offset, more)
  local line = vim.fn.search('\\V' .. text, 'w')
  vim.api.nvim_win_set_cursor(0, { line, vim.fn.getline(line):find(text, 1, true) - 1 + offset })
  local parameters = vim.tbl_extend('force', vim.lsp.util.make_position_params(), more or {})
  local answers = vim.lsp.buf_request_sync(0, method, parameters, 20000) or {}
  return (answers[client] or {}).result
end

vim.wait(20000, function() return #vim.diagnostic.get(0) >= 2 end, 50)
local found = { diagnostics = {}, completion = {} }
for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
  local line = vim.api.nvim_buf_get_lines(0, diagnostic.lnum, diagnostic.lnum + 1, false)[1]
  table.insert(found.diagnostics, {
    line = diagnostic.lnum + 1,
    about = line:sub(diagnostic.col + 1, diagnostic.end_col),
    message = diagnostic.message,
  })
end
local completion = ask('textDocument/completion', 'x.shape', 2)
for _, item in ipairs(vim.lsp.util.extract_completion_items(completion or {})) do
  table.insert(found.completion, item.label)
end
local hover = ask('textDocument/hover', 'arange', 0)
found.hover = hover and hover.contents.value
vim.lsp.buf.formatting_sync({ tabSize = 4, insertSpaces = true }, 20000)
found.formatted = vim.fn.search('\\Vlet n = 4') > 0

vim.fn.writefile({ vim.fn.json_encode(found) }, result)
vim.cmd('qa!')
