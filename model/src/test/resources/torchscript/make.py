"""Writes scripted.pt, traced.pt and expected.safetensors (PyTorch 2.13). Usage: python make.py"""
import json, struct, torch, torch.nn as nn

class Net(nn.Module):
    def __init__(s):
        super().__init__()
        s.body = nn.Sequential(nn.Conv2d(1, 3, 3, 2, 1), nn.BatchNorm2d(3), nn.ReLU())
        s.fc = nn.Linear(3, 5, bias=False)
        s.register_buffer('gain', torch.linspace(0.5, 1.5, 5))
        s.scale = nn.Parameter(torch.full((1,), 2.0))
    def forward(s, x):
        return s.fc(s.body(x).mean([2, 3])) * s.gain * s.scale

torch.manual_seed(0)
net = Net()
torch.jit.save(torch.jit.script(net), 'scripted.pt')
torch.jit.save(torch.jit.trace(net.eval(), torch.zeros(1, 1, 10, 10)), 'traced.pt')
x = torch.randn(4, 1, 10, 10)
tensors = {'x': x, 'eval': net.eval()(x)}
features = net.train()(x)
features.square().sum().backward()
tensors['train'] = features
tensors.update({'grad.' + n: p.grad for n, p in net.named_parameters()})
tensors.update({'after.' + n: b for n, b in net.named_buffers()})
header, data = {}, b''
for name, t in sorted(tensors.items(), key=lambda e: e[1].dtype != torch.int64):
    raw = t.detach().contiguous().numpy().tobytes()
    header[name] = {'dtype': 'I64' if t.dtype == torch.int64 else 'F32', 'shape': list(t.shape),
                    'data_offsets': [len(data), len(data) + len(raw)]}
    data += raw
text = json.dumps(header).encode()
text += b' ' * (-len(text) % 8)
open('expected.safetensors', 'wb').write(struct.pack('<Q', len(text)) + text + data)
